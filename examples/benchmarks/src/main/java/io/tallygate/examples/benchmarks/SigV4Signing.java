package io.tallygate.examples.benchmarks;

import io.tallygate.hmac.PresentedSigV4;
import io.tallygate.hmac.Replays;
import io.tallygate.hmac.SigV4Scheme;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;

/** AWS Signature Version 4, as SDKs sign for most services. */
final class SigV4Signing extends Signing<PresentedSigV4> {
    private static final int SLICE_SECONDS = 62;
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TIME = "20260131T120000Z";
    private static final String SCOPE = "20260131/eu-1/orders/aws4_request";

    private final byte[] keyOfDay = keyOfDay(key.secret());
    private final HashBuffers hashes = new HashBuffers(keyOfDay);

    SigV4Signing() throws GeneralSecurityException {}

    private static byte[] keyOfDay(String secret) {
        byte[] derived = ascii("AWS4" + secret);
        for (String word : SCOPE.split("/")) {
            derived = HashBuffers.code(derived, word);
        }
        return derived;
    }

    @Override
    Blueprint<AuthenticationScheme<PresentedSigV4>> scheme(int requests) {
        int perSecond = 1 + requests / SLICE_SECONDS;
        return SigV4Scheme.aws("eu-1", "orders")
                .encodedPaths()
                .sealing("bench", Signing::sealingKey)
                .replays(Replays.local().capacity(perSecond).perKey(perSecond).servingAtOnce());
    }

    @Override
    SignedRequest sign(String method, String target, Map<String, String> fields, byte[] body) {
        String hash = HashBuffers.hex(body);
        String names = (body.length == 0 ? "" : "content-type;") + "host;x-amz-content-sha256;x-amz-date";
        String type = body.length == 0 ? "" : "content-type:" + fields.get("Content-Type") + "\n";
        String canonical = method + "\n" + target.replace('?', '\n') + "\n" + type + "host:" + SignedRequest.AUTHORITY
                + "\nx-amz-content-sha256:" + hash + "\nx-amz-date:" + TIME + "\n\n" + names + "\n" + hash;
        String toSign = ALGORITHM + "\n" + TIME + "\n" + SCOPE + "\n" + HashBuffers.hex(ascii(canonical));
        fields.put("X-Amz-Date", TIME);
        fields.put("X-Amz-Content-Sha256", hash);
        fields.put(
                "Authorization",
                ALGORITHM + " Credential=" + key.id() + "/" + SCOPE + ", SignedHeaders=" + names + ", Signature="
                        + HexFormat.of().formatHex(HashBuffers.code(keyOfDay, toSign)));
        return new SignedRequest(method, target, fields, body, ascii(canonical), ascii(toSign));
    }

    @Override
    byte[] compute(SignedRequest request) throws GeneralSecurityException {
        if (request.body().length > 0) {
            hashes.hash(request.body());
        }
        hashes.hash(request.signed(0));
        return hashes.code(request.signed(1));
    }
}
