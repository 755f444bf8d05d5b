package io.tallygate.jwt;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A token that is being written: members as raw JSON, what stands around them, and last the spelling. Mutable. */
final class Draft {
    static final long NOW = 1_769_860_800; // 2026-01-31T12:00:00Z

    final Map<String, String> header = new LinkedHashMap<>();
    final Map<String, String> claims = new LinkedHashMap<>();
    String afterHeader = "";
    String afterClaims = "";
    String beforeClaims = "";
    boolean signedByAnother;
    SigningKey key;

    /** What is right in every way. */
    Draft(SigningKey key) {
        this.key = key;
        header.put("alg", text(key.algorithm().joseName()));
        header.put("kid", text(key.keyId()));
        header.put("typ", text("JWT"));
        claims.put("iss", text(TestIssuer.NAME));
        claims.put("aud", text("orders"));
        claims.put("sub", text("alice"));
        claims.put("org_id", text("acme"));
        claims.put("iat", String.valueOf(NOW));
        claims.put("exp", String.valueOf(NOW + 1800));
        claims.put("jti", text("t1"));
    }

    static String text(String value) {
        return "\"" + value + "\"";
    }

    /** Signed as it stands. A character up to U+00FF in the claims stands for that byte, so that any bytes can be sent. */
    String token() {
        byte[] head = (object(header) + afterHeader).getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = (beforeClaims + object(claims) + afterClaims).getBytes(StandardCharsets.ISO_8859_1);
        SigningKey signer = signedByAnother ? SigningKey.other(key.algorithm()) : key;
        return signer.token(head, body);
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> text(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
