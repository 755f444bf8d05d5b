package io.tallygate.hmac;

import io.tallygate.model.Secret;
import io.tallygate.testing.FakeRequest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A client that signs by SigV4 in any dialect. It spells requests as the scheme does, so what it proves is not that spelling:
 * that is for the public cases and the clients of others.
 */
record SigV4Client(SigV4Scope scope, PathForm paths, QueryForm queries, String keyId, String secret) {
    /** Of the dialect that {@code curl --aws-sigv4 tallygate:tg:eu-1:orders} speaks. */
    static SigV4Client own(String keyId, String secret) {
        return new SigV4Client(scope("tallygate", "tg"), PathForm.GENERAL, QueryForm.SORTED, keyId, secret);
    }

    static SigV4Scope scope(String provider, String fields) {
        return new SigV4Scope(SigV4Dialect.of(provider, fields), "eu-1", "orders");
    }

    SigV4Client withSecret(String other) {
        return new SigV4Client(scope, paths, queries, keyId, other);
    }

    static String time(Instant at) {
        return SigV4Time.text(at.getEpochSecond());
    }

    /** The request with a time, and a signature over all fields that it has then; and no word of the body. */
    FakeRequest sign(FakeRequest request, Instant at, String payload) {
        FakeRequest dated = request.header(scope.dialect().field("Date"), time(at));
        TreeSet<String> names = dated.headerNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        names.add("host");
        String list = String.join(";", names);
        String authorization = scope.dialect().algorithm() + " Credential=" + credential(at) + ", SignedHeaders=" + list
                + ", Signature=" + signature(dated, list, false, at, payload);
        return dated.header("Authorization", authorization);
    }

    /** The same saying the hash of the body. */
    FakeRequest signWithHash(FakeRequest request, Instant at, byte[] body) {
        String hash = Sha256.hex(body);
        return sign(request.header(scope.dialect().field("Content-Sha256"), hash), at, hash);
    }

    /** The target of a URL for that request; further parameters may follow behind those of the signature. */
    String presign(String method, String target, Instant at, String expires, String payload) {
        String prefix = scope.dialect().fieldPrefix();
        String unsigned = target + (target.contains("?") ? "&" : "?") + prefix + "Algorithm="
                + scope.dialect().algorithm() + "&" + prefix + "Credential="
                + credential(at).replace("/", "%2F") + "&" + prefix + "Date=" + time(at) + "&" + prefix + "Expires="
                + expires + "&" + prefix + "SignedHeaders=host";
        String signature = signature(FakeRequest.of(method, unsigned), "host", true, at, payload);
        return unsigned + "&" + prefix + "Signature=" + signature;
    }

    String credential(Instant at) {
        return keyId + "/" + time(at).substring(0, SigV4Time.DAY) + scope.behindDay();
    }

    private String signature(FakeRequest request, String list, boolean url, Instant at, String payload) {
        Octets upToBody = new CanonicalRequest(paths, queries, scope.dialect().field("Signature"))
                .upToBody(request, SignedHeaders.parse(list), url ? UrlLimits.NONE : null);
        // Of one that nobody can sign, anything will do.
        byte[] hash =
                (upToBody == null ? Octets.ofThread() : upToBody).add(payload).sha256();
        LiveSecret live = new LiveSecret(Secret.ofUtf8(secret), null);
        MacKey key = scope.key(live, time(at).substring(0, SigV4Time.DAY));
        return HexFormat.of()
                .formatHex(new StringToSign(scope).of(time(at), hash).signedBy(key));
    }
}
