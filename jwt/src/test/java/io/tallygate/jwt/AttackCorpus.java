package io.tallygate.jwt;

import io.tallygate.jwt.Mutation.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes {@code corpus/jwt-attacks.json} anew, with new keys: one token for each way in which a token can be wrong. */
final class AttackCorpus {
    private final SigningKey secret = SigningKey.fresh(JoseAlgorithm.HS256);
    private final List<SigningKey> pairs = List.of(
            SigningKey.fresh(JoseAlgorithm.RS256),
            SigningKey.fresh(JoseAlgorithm.PS256),
            SigningKey.fresh(JoseAlgorithm.ES256),
            SigningKey.fresh(JoseAlgorithm.ED25519));
    private final List<String> cases = new ArrayList<>();

    String write() {
        mutations();
        families();
        confusions();
        twins();
        return """
                {
                "format": 1,
                "licence": "Apache-2.0",
                "time": %d,
                "issuer": "%s",
                "audience": "orders",
                "accountClaim": "org_id",
                "types": ["JWT", "at+jwt"],
                "clockSkewSeconds": 30,
                "maxLength": 8192,
                "keys": {
                "secret": %s,
                "public": {"keys":[%s]}
                },
                "cases": [
                %s
                ]
                }
                """.formatted(
                        Draft.NOW,
                        TestIssuer.NAME,
                        secret.jwkSet(),
                        pairs.stream().map(SigningKey::jwk).collect(Collectors.joining(",\n")),
                        String.join(",\n", cases));
    }

    private void mutations() {
        add("valid", "as it should be", "secret", new Draft(secret).token(), null, null);
        Random random = new Random(1);
        for (Mutation mutation : Mutation.ALL) {
            Draft draft = new Draft(secret);
            mutation.draft().accept(draft);
            String token = mutation.spelling().apply(draft.token(), random);
            add(group(mutation.stage()), mutation.name(), "secret", token, mutation.rule(), null);
        }
    }

    private static String group(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    private void families() {
        for (SigningKey key : pairs) {
            String name = key.algorithm().joseName();
            add("valid", name, "public", new Draft(key).token(), null, null);
            Draft forged = new Draft(key);
            forged.signedByAnother = true;
            add("signature", name + " by another key", "public", forged.token(), Refusal.SIGNATURE, null);
            for (Mutation mutation : Mutation.ALL) {
                if (mutation.stage() == Stage.SPELLING) {
                    String token = mutation.spelling().apply(new Draft(key).token(), new Random(1));
                    add("spelling", name + ", " + mutation.name(), "public", token, mutation.rule(), null);
                }
            }
        }
    }

    private void confusions() {
        for (SigningKey key : pairs) {
            String name = key.algorithm().joseName();
            Draft hmac = new Draft(key);
            hmac.header.put("alg", "\"HS256\"");
            SigningKey publicKeyAsSecret =
                    SigningKey.hmac(JoseAlgorithm.HS256, key.keyId(), key.jwk().getBytes(StandardCharsets.UTF_8));
            hmac.key = publicKeyAsSecret;
            add("confusion", name + " key as an HMAC secret", "public", hmac.token(), Refusal.KEY_ALGORITHM, null);

            Draft none = new Draft(key);
            none.header.put("alg", "\"none\"");
            String unsigned = none.token();
            add("confusion", name + " with alg none", "public", unsigned, Refusal.ALGORITHM, null);

            Draft embedded = new Draft(key);
            SigningKey own = SigningKey.fresh(key.algorithm());
            embedded.header.put("jwk", own.jwk());
            embedded.key = own;
            add("confusion", name + " with a key of its own", "public", embedded.token(), Refusal.SIGNATURE, null);
        }
        Draft other = new Draft(pairs.get(0));
        other.header.put("alg", "\"PS256\"");
        add("confusion", "RS256 key said to be of PS256", "public", other.token(), Refusal.KEY_ALGORITHM, null);
        Draft edwards = new Draft(pairs.get(3));
        edwards.header.put("alg", "\"EdDSA\"");
        add("valid", "Ed25519 by its older name", "public", edwards.token(), null, null);
    }

    private void twins() {
        SigningKey key = pairs.get(2);
        for (String claim : List.of("with jti", "without jti")) {
            Draft draft = new Draft(key);
            if (claim.equals("without jti")) {
                draft.claims.remove("jti");
            }
            String token = draft.token();
            add("twin", "ES256 " + claim, "public", token, null, claim);
            add("twin", "ES256 " + claim + ", n - s", "public", Twins.of(token, EllipticCurve.P_256), null, claim);
        }
    }

    private void add(
            String group,
            String comment,
            String keys,
            String token,
            @Nullable Refusal rule,
            @Nullable String identity) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("group", group);
        members.put("comment", comment);
        members.put("keys", keys);
        members.put("accept", String.valueOf(rule == null));
        if (rule != null) {
            members.put("reason", rule.name());
            members.put("denial", rule.denial().code());
        }
        if (identity != null) {
            members.put("identity", identity);
        }
        members.put("token", token);
        cases.add(members.entrySet().stream()
                .map(member -> Draft.text(member.getKey()) + ":" + json(member.getKey(), member.getValue()))
                .collect(Collectors.joining(",", "{\"id\":" + (cases.size() + 1) + ",", "}")));
    }

    private static String json(String name, String value) {
        return name.equals("accept") ? value : Draft.text(escaped(value));
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (char c : value.toCharArray()) {
            escaped.append(c < 0x20 || c > 0x7E || c == '"' || c == '\\' ? "\\u%04x".formatted((int) c) : c);
        }
        return escaped.toString();
    }
}
