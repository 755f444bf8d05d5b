package io.tallygate.jwt.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A token that is being written. Immutable: each method returns another. Nothing is checked, so that a test may sign what no
 * issuer should.
 */
public final class FakeToken {
    private final FakeIssuer issuer;
    private final FakeKey key;

    /** Names and raw JSON values. */
    private final Map<String, String> header;

    private final Map<String, String> claims;

    private FakeToken(FakeIssuer issuer, FakeKey key, Map<String, String> header, Map<String, String> claims) {
        this.issuer = issuer;
        this.key = key;
        this.header = header;
        this.claims = claims;
    }

    static FakeToken by(FakeIssuer issuer, String audience) {
        FakeKey key = issuer.newest();
        FakeToken empty = new FakeToken(issuer, key, Map.of(), Map.of());
        return empty.header("alg", key.algorithm())
                .header("kid", key.keyId())
                .header("typ", "JWT")
                .claim("iss", issuer.name())
                .claim("aud", audience)
                .claim("sub", "alice")
                .claim("jti", FakeKey.freshId())
                .claimJson("iat", String.valueOf(issuer.epochSecond()))
                .expiresIn(Duration.ofMinutes(30));
    }

    /** The same with another claim, a text. */
    public FakeToken claim(String name, String text) {
        return claimJson(name, quoted(text));
    }

    /** The same with another claim, of any JSON. */
    public FakeToken claimJson(String name, String json) {
        return new FakeToken(issuer, key, header, with(claims, name, json));
    }

    /** The same without that claim. */
    public FakeToken without(String claim) {
        Map<String, String> fewer = new LinkedHashMap<>(claims);
        fewer.remove(claim);
        return new FakeToken(issuer, key, header, fewer);
    }

    /** The same with another header parameter, a text. */
    public FakeToken header(String name, String text) {
        return new FakeToken(issuer, key, with(header, name, quoted(text)), claims);
    }

    /** The same with these scopes. */
    public FakeToken scopes(String... scopes) {
        return claim("scope", String.join(" ", scopes));
    }

    /** The same with its end so far from the issuer's present; negative for a token that has expired. */
    public FakeToken expiresIn(Duration left) {
        return claimJson("exp", String.valueOf(issuer.epochSecond() + left.toSeconds()));
    }

    /** The same signed by a key that is not the issuer's, under the name of the one that is. */
    public FakeToken byStranger() {
        return new FakeToken(issuer, issuer.strangers(), header, claims);
    }

    /** The token, as clients send it. */
    public String sign() {
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Map<String, String> with(Map<String, String> members, String name, String json) {
        Map<String, String> more = new LinkedHashMap<>(members);
        more.put(name, json);
        return more;
    }

    private static String encoded(Map<String, String> members) {
        String json = members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < 0x20 || c == '"' || c == '\\') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
