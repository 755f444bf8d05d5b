package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a SigV4 signature in {@code Authorization}: {@code AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…}. */
final class SigV4InHeader {
    private static final String SIGNED_HEADERS = ", SignedHeaders=";
    private static final String SIGNATURE = ", Signature=";
    private static final int LONGEST = 1 << 12;

    private final String scheme;
    private final String start;
    private final String timeField;
    private final String hashField;
    private final SigV4Bodies bodies;
    private final SigV4Form form;

    SigV4InHeader(SigV4Dialect dialect, SigV4Bodies bodies, SigV4Form form) {
        this.scheme = dialect.algorithm() + " ";
        this.start = scheme + "Credential=";
        this.timeField = dialect.field("Date");
        this.hashField = dialect.field("Content-Sha256");
        this.bodies = bodies;
        this.form = form;
    }

    SigV4Found find(InboundRequest request) {
        List<String> lines = request.headers("Authorization");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return lines.size() == 1 ? read(request, line) : SigV4Fault.TWICE;
            }
        }
        return SigV4Fault.ABSENT;
    }

    private SigV4Found read(InboundRequest request, String line) {
        int names = line.indexOf(SIGNED_HEADERS);
        int code = line.indexOf(SIGNATURE);
        if (!line.startsWith(start) || names < start.length() || code < names || line.length() > LONGEST) {
            return SigV4Fault.AUTHORIZATION;
        }
        List<String> times = request.headers(timeField);
        if (times.size() != 1) {
            return SigV4Fault.TIME;
        }
        Payload payload = payload(request);
        if (payload == null) {
            return SigV4Fault.PAYLOAD;
        }
        SigV4Words words = new SigV4Words(
                line.substring(start.length(), names),
                times.get(0),
                line.substring(names + SIGNED_HEADERS.length(), code),
                payload,
                line.substring(code + SIGNATURE.length()),
                0,
                UrlLimits.NONE);
        return form.claim(request, words);
    }

    private @Nullable Payload payload(InboundRequest request) {
        List<String> said = request.headers(hashField);
        if (said.isEmpty()) {
            return unsaid(request);
        }
        return said.size() == 1 ? Payload.parse(said.get(0)) : null;
    }

    /** Where nothing is said of a body, there must be none; or it must be here before it can be verified. */
    private @Nullable Payload unsaid(InboundRequest request) {
        List<String> lengths = request.headers("Content-Length");
        boolean none = lengths.isEmpty() || lengths.equals(List.of("0"));
        if (none && request.headers("Transfer-Encoding").isEmpty()) {
            return Payload.EMPTY;
        }
        return bodies.mayHold(lengths) ? Payload.Untold.INSTANCE : null;
    }
}
