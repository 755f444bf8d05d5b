package io.tallygate.examples.benchmarks;

import io.tallygate.hmac.HmacScheme;
import io.tallygate.hmac.PresentedSignature;
import io.tallygate.hmac.Replays;
import io.tallygate.hmac.RequestSigner;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** HTTP Message Signatures, in our profile. */
final class NativeSigning extends Signing<PresentedSignature> {
    private static final int SLICE_SECONDS = 22;

    private final RequestSigner signer =
            RequestSigner.of(key.id().value(), Secret.ofUtf8(key.secret())).time(time);
    private final HashBuffers hashes = new HashBuffers(ascii(key.secret()));

    NativeSigning() throws GeneralSecurityException {}

    @Override
    Blueprint<AuthenticationScheme<PresentedSignature>> scheme(int requests) {
        int perSecond = 1 + requests / SLICE_SECONDS;
        return HmacScheme.profile("orders")
                .sealing("bench", Signing::sealingKey)
                .replays(Replays.local().capacity(perSecond).perKey(perSecond).servingAtOnce());
    }

    @Override
    SignedRequest sign(String method, String target, Map<String, String> fields, byte[] body) {
        URI uri = URI.create("https://" + SignedRequest.AUTHORITY + target);
        String digest = body.length == 0 ? null : RequestSigner.contentDigest(body);
        Map<String, List<String>> lists = fields.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue())));
        fields.putAll(signer.sign(method, uri, lists, digest));
        return new SignedRequest(method, target, fields, body, ascii(base(method, uri, fields)));
    }

    /** RFC 9421, 2.5. */
    private static String base(String method, URI uri, Map<String, String> fields) {
        String content = fields.containsKey("Content-Digest")
                ? "\"content-type\": " + fields.get("Content-Type") + "\n\"content-digest\": "
                        + fields.get("Content-Digest") + "\n"
                : "";
        return "\"@method\": " + method + "\n\"@authority\": " + SignedRequest.AUTHORITY + "\n\"@path\": "
                + uri.getRawPath() + "\n\"@query\": ?" + uri.getRawQuery() + "\n" + content
                + "\"@signature-params\": " + fields.get("Signature-Input").substring("tg=".length());
    }

    @Override
    byte[] compute(SignedRequest request) throws GeneralSecurityException {
        if (request.body().length > 0) {
            hashes.hash(request.body());
        }
        return hashes.code(request.signed(0));
    }
}
