package io.tallygate.examples.explain;

import io.tallygate.hmac.Explanation;
import io.tallygate.hmac.HmacScheme;
import io.tallygate.hmac.SigV4Scheme;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.Secret;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells by a request how it is signed, and explains it with a scheme of those settings. */
final class SignedBy {
    private static final Pattern HEADER =
            Pattern.compile("([A-Z]+)4-HMAC-SHA256 Credential=[^/,]+/\\d{8}/([^/,]+)/([^/,]+)/");
    private static final Pattern QUERY =
            Pattern.compile("[?&]X-([A-Z][a-z]+)-Credential=[^&%/]+(?:%2F|/)\\d{8}(?:%2F|/)([^&%/]+)(?:%2F|/)([^&%/]+)"
                    + "(?:%2F|/)([a-z]+)4_request");
    private static final Supplier<Secret> NOTHING_SEALED = () -> {
        throw new IllegalStateException("nothing is looked up here");
    };

    private SignedBy() {}

    /** @param rawPaths whether SigV4 signs the path as it is on the wire */
    static Explanation explain(InboundRequest request, Secret secret, boolean rawPaths) {
        Matcher header = HEADER.matcher(String.join("\n", request.headers("Authorization")));
        if (header.find()) {
            String provider = header.group(1).toLowerCase(Locale.ROOT);
            return sigV4(provider, fields(request), header.group(2), header.group(3), rawPaths)
                    .explain(request, secret);
        }
        Matcher query = QUERY.matcher(request.target());
        if (query.find()) {
            String fields = query.group(1).toLowerCase(Locale.ROOT);
            return sigV4(query.group(4), fields, query.group(2), query.group(3), rawPaths)
                    .explain(request, secret);
        }
        return HmacScheme.profile("explain").sealing("none", NOTHING_SEALED).explain(request, secret);
    }

    /** The word in the names of its header fields: {@code amz} of {@code X-Amz-Date}. */
    private static String fields(InboundRequest request) {
        return request.headerNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.matches("x-[a-z]+-date"))
                .map(name -> name.substring(2, name.length() - 5))
                .findFirst()
                .orElse("amz");
    }

    private static SigV4Scheme sigV4(String provider, String fields, String region, String service, boolean rawPaths) {
        SigV4Scheme.NeedsPaths paths = SigV4Scheme.brand(provider, fields, region, service);
        return (rawPaths ? paths.rawPaths() : paths.encodedPaths())
                .sealing("none", NOTHING_SEALED)
                .presignedUrls(Duration.ofDays(7))
                .holdBodies(1 << 20);
    }
}
