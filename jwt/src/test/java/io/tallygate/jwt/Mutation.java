package io.tallygate.jwt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that may be different about a token, and the rule of ours that then refuses it.
 *
 * @param name for people
 * @param stage of no stage do two apply to one token
 * @param rule null when the token is as good as before
 * @param draft what it does before the token is signed
 * @param spelling what it does to the signed token
 */
record Mutation(String name, Stage stage, @Nullable Refusal rule, Consumer<Draft> draft, Spelling spelling) {

    enum Stage {
        HEADER,
        CLAIMS,
        SIGNATURE,
        SPELLING
    }

    interface Spelling {
        String apply(String token, RandomGenerator random);
    }

    static final List<Mutation> ALL = all();

    private static List<Mutation> all() {
        List<Mutation> all = new ArrayList<>();
        headers(all);
        headerTexts(all);
        dates(all);
        parties(all);
        claimTexts(all);
        signatures(all);
        spellings(all);
        return List.copyOf(all);
    }

    private static void headers(List<Mutation> all) {
        header(all, "alg none", "alg", "\"none\"", Refusal.ALGORITHM);
        header(all, "alg NONE", "alg", "\"NONE\"", Refusal.ALGORITHM);
        header(all, "alg in another case", "alg", "\"hs256\"", Refusal.ALGORITHM);
        header(all, "alg number", "alg", "256", Refusal.HEADER_FIELD);
        header(all, "alg null", "alg", "null", Refusal.HEADER_FIELD);
        header(all, "alg of the same key with another hash", "alg", "\"HS512\"", Refusal.KEY_ALGORITHM);
        header(all, "alg of another family", "alg", "\"RS256\"", Refusal.KEY_ALGORITHM);
        header(all, "kid of a path", "kid", "\"../../../../dev/null\"", Refusal.KEY);
        header(all, "kid of a query", "kid", "\"x' UNION SELECT 'key'--\"", Refusal.KEY);
        header(all, "kid number", "kid", "1", Refusal.HEADER_FIELD);
        header(all, "kid null", "kid", "null", Refusal.HEADER_FIELD);
        header(all, "kid empty", "kid", "\"\"", Refusal.HEADER_FIELD);
        all.add(of("kid missing", Stage.HEADER, null, draft -> draft.header.remove("kid")));
        all.add(of("alg missing", Stage.HEADER, Refusal.HEADER_FIELD, draft -> draft.header.remove("alg")));
        all.add(of("typ missing", Stage.HEADER, Refusal.TYPE, draft -> draft.header.remove("typ")));
        header(all, "typ of a DPoP proof", "typ", "\"dpop+jwt\"", Refusal.TYPE);
        header(all, "typ of a logout token", "typ", "\"logout+jwt\"", Refusal.TYPE);
        header(all, "typ list", "typ", "[\"JWT\"]", Refusal.HEADER_FIELD);
        header(all, "typ in lower case", "typ", "\"jwt\"", null);
        header(all, "typ as a whole media type", "typ", "\"application/jwt\"", null);
        header(all, "typ of an access token", "typ", "\"at+jwt\"", null);
        header(all, "crit unknown and there", "exp\":1,\"crit", "[\"exp\"]", Refusal.CRITICAL);
        header(all, "crit unknown and not there", "crit", "[\"http://example.com/x\"]", Refusal.CRITICAL);
        header(all, "crit empty", "crit", "[]", Refusal.CRITICAL);
        header(all, "crit null", "crit", "null", Refusal.CRITICAL);
        header(all, "crit text", "crit", "\"alg\"", Refusal.CRITICAL);
        header(all, "crit names a parameter of the RFC", "crit", "[\"alg\"]", Refusal.CRITICAL);
        header(all, "b64 false without crit", "b64", "false", Refusal.CRITICAL);
        header(all, "b64 true without crit", "b64", "true", Refusal.CRITICAL);
        header(all, "b64 false with crit", "b64\":false,\"crit", "[\"b64\"]", Refusal.CRITICAL);
        header(all, "jku of a stranger", "jku", "\"https://evil.example/keys\"", null);
        header(all, "x5u of a stranger", "x5u", "\"https://evil.example/cert\"", null);
        header(all, "unknown parameter", "hello", "{\"a\":[1,2]}", null);
    }

    private static void headerTexts(List<Mutation> all) {
        header(all, "header with alg twice", "x\":1,\"alg\":\"none\",\"y", "1", Refusal.HEADER_JSON);
        header(all, "header with a nested name twice", "x", "{\"a\":1,\"a\":2}", Refusal.HEADER_JSON);
        all.add(of("header and more", Stage.HEADER, Refusal.HEADER_JSON, draft -> draft.afterHeader = "{}"));
        all.add(of("header and NUL", Stage.HEADER, Refusal.HEADER_JSON, draft -> draft.afterHeader = "\0"));
        all.add(of("header and space", Stage.HEADER, null, draft -> draft.afterHeader = " \r\n\t"));
    }

    private static void dates(List<Mutation> all) {
        for (String form : List.of(
                "\"1769862600\"",
                "[]",
                "{}",
                "null",
                "true",
                "1e400",
                "9223372036854775808",
                "1.8E9",
                "-1",
                "1769862600000",
                "253402300800")) {
            claim(all, "exp " + form, "exp", form, Refusal.CLAIM_FORM);
        }
        claim(all, "exp with a fraction", "exp", (Draft.NOW + 1) + ".5", null);
        claim(all, "exp at the end of time", "exp", "253402300799", null);
        claim(all, "exp this moment", "exp", "" + Draft.NOW, Refusal.EXPIRED);
        claim(all, "exp a second ago", "exp", "" + (Draft.NOW - 1), Refusal.EXPIRED);
        claim(all, "exp 0", "exp", "0", Refusal.EXPIRED);
        all.add(of("exp missing", Stage.CLAIMS, Refusal.CLAIM_MISSING, draft -> draft.claims.remove("exp")));
        claim(all, "nbf within the skew", "nbf", "" + (Draft.NOW + 30), null);
        claim(all, "nbf beyond the skew", "nbf", "" + (Draft.NOW + 31), Refusal.NOT_YET);
        claim(all, "nbf text", "nbf", "\"0\"", Refusal.CLAIM_FORM);
        claim(all, "iat within the skew", "iat", "" + (Draft.NOW + 30), null);
        claim(all, "iat beyond the skew", "iat", "" + (Draft.NOW + 31), Refusal.NOT_YET);
        claim(all, "iat null", "iat", "null", Refusal.CLAIM_FORM);
    }

    private static void parties(List<Mutation> all) {
        claim(all, "iss another", "iss", "\"https://evil.example\"", Refusal.ISSUER);
        claim(all, "iss with a slash more", "iss", Draft.text(TestIssuer.NAME + "/"), Refusal.ISSUER);
        claim(all, "iss list", "iss", "[" + Draft.text(TestIssuer.NAME) + "]", Refusal.CLAIM_FORM);
        all.add(of("iss missing", Stage.CLAIMS, Refusal.ISSUER, draft -> draft.claims.remove("iss")));
        claim(all, "aud another", "aud", "\"billing\"", Refusal.AUDIENCE);
        claim(all, "aud in another case", "aud", "\"Orders\"", Refusal.AUDIENCE);
        claim(all, "aud empty list", "aud", "[]", Refusal.AUDIENCE);
        claim(all, "aud number", "aud", "1", Refusal.CLAIM_FORM);
        claim(all, "aud list with a number", "aud", "[\"orders\",1]", Refusal.CLAIM_FORM);
        claim(all, "aud list with a list", "aud", "[\"orders\",[\"orders\"]]", Refusal.CLAIM_FORM);
        claim(all, "aud list with ours", "aud", "[\"billing\",\"orders\"]", null);
        all.add(of("aud missing", Stage.CLAIMS, Refusal.AUDIENCE, draft -> draft.claims.remove("aud")));
        claim(all, "sub number", "sub", "7", Refusal.CLAIM_FORM);
        claim(all, "sub null", "sub", "null", Refusal.CLAIM_FORM);
        claim(all, "sub with NUL", "sub", "\"alice\\u0000\"", Refusal.ACCOUNT);
        claim(all, "sub with a look-alike", "sub", "\"al\\u0456ce\"", Refusal.ACCOUNT);
        claim(all, "sub empty", "sub", "\"\"", Refusal.ACCOUNT);
        all.add(of("sub missing", Stage.CLAIMS, null, draft -> draft.claims.remove("sub")));
        claim(all, "account number", "org_id", "7", Refusal.CLAIM_FORM);
        claim(all, "account with a line break", "org_id", "\"acme\\n\"", Refusal.ACCOUNT);
        all.add(of("account missing", Stage.CLAIMS, Refusal.ACCOUNT, draft -> draft.claims.remove("org_id")));
        claim(all, "jti number", "jti", "7", Refusal.CLAIM_FORM);
        claim(all, "jti with a control", "jti", "\"t\\u001b[2J\"", Refusal.CLAIM_FORM);
        all.add(of("jti missing", Stage.CLAIMS, null, draft -> draft.claims.remove("jti")));
        claim(all, "scope list", "scope", "[\"a\",\"b\"]", null);
        claim(all, "scope empty", "scope", "\"\"", null);
        claim(all, "scope with two spaces", "scope", "\"a  b\"", Refusal.CLAIM_FORM);
        claim(all, "scope object", "scope", "{\"a\":true}", Refusal.CLAIM_FORM);
    }

    private static void claimTexts(List<Mutation> all) {
        claim(all, "claim twice", "x\":1,\"x", "2", Refusal.CLAIMS_JSON);
        claim(all, "sub twice", "x\":1,\"sub\":\"admin\",\"y", "2", Refusal.CLAIMS_JSON);
        claim(all, "name twice, once escaped", "x\":1,\"s\\u0075b\":\"admin\",\"y", "2", Refusal.CLAIMS_JSON);
        claim(all, "nested name twice", "x", "{\"a\":1,\"a\":2}", Refusal.CLAIMS_JSON);
        claim(all, "trailing comma", "x", "1,", Refusal.CLAIMS_JSON);
        claim(all, "line break in a text", "x", "\"a\nb\"", Refusal.CLAIMS_JSON);
        claim(all, "comment", "x", "1/**/", Refusal.CLAIMS_JSON);
        claim(all, "NaN", "x", "NaN", Refusal.CLAIMS_JSON);
        claim(all, "leading zero", "x", "01", Refusal.CLAIMS_JSON);
        claim(all, "single quotes", "x", "'a'", Refusal.CLAIMS_JSON);
        claim(all, "half a surrogate pair, escaped", "x", "\"\\ud800\"", Refusal.CLAIMS_JSON);
        claim(all, "half a surrogate pair, raw", "x", "\"\u00ed\u00a0\u0080\"", Refusal.CLAIMS_JSON);
        claim(all, "overlong slash", "x", "\"\u00c0\u00af\"", Refusal.CLAIMS_JSON);
        claim(all, "Latin-1", "x", "\"\u00e9\"", Refusal.CLAIMS_JSON);
        claim(all, "UTF-8", "x", "\"\u00c3\u00a9\\ud83d\\ude00\"", null);
        claim(all, "33 deep", "x", "[".repeat(32) + "]".repeat(32), Refusal.CLAIMS_JSON);
        claim(all, "16 deep", "x", "[".repeat(15) + "]".repeat(15), null);
        claim(all, "numbers of all kinds", "x", "[0,-0,1.5,-2e-3,123456789012345678901234567890]", null);
        all.add(of("claims and more", Stage.CLAIMS, Refusal.CLAIMS_JSON, draft -> draft.afterClaims = "{}"));
        all.add(of("claims and a letter", Stage.CLAIMS, Refusal.CLAIMS_JSON, draft -> draft.afterClaims = "x"));
        all.add(of("claims and space", Stage.CLAIMS, null, draft -> draft.afterClaims = "\n"));
        all.add(of(
                "byte order mark",
                Stage.CLAIMS,
                Refusal.CLAIMS_JSON,
                draft -> draft.beforeClaims = "\u00ef\u00bb\u00bf"));
        all.add(of("claims in a list", Stage.CLAIMS, Refusal.CLAIMS_JSON, draft -> {
            draft.beforeClaims = "[";
            draft.afterClaims = "]";
        }));
        claim(all, "longer than the limit", "x", Draft.text("a".repeat(8192)), Refusal.TOO_LARGE);
    }

    private static void signatures(List<Mutation> all) {
        all.add(of("signed by another key", Stage.SIGNATURE, Refusal.SIGNATURE, draft -> draft.signedByAnother = true));
        all.add(spelled("one bit of the signature", Stage.SIGNATURE, Refusal.SIGNATURE, (token, random) -> {
            byte[] signature = signature(token);
            signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
            return unsigned(token) + Base64Url.encode(signature);
        }));
        all.add(spelled(
                "signature of zeros",
                Stage.SIGNATURE,
                Refusal.SIGNATURE,
                (token, random) -> unsigned(token) + Base64Url.encode(new byte[signature(token).length])));
        all.add(spelled(
                "signature cut short",
                Stage.SIGNATURE,
                Refusal.SIGNATURE,
                (token, random) -> unsigned(token) + Base64Url.encode(Arrays.copyOf(signature(token), 16))));
        all.add(spelled("no signature", Stage.SIGNATURE, Refusal.PARTS, (token, random) -> unsigned(token)));
    }

    private static void spellings(List<Mutation> all) {
        for (String foreign : List.of("=", "?", "\n", " ", "+", "/", "!", "\u00e9", "\t", "%3D")) {
            all.add(spelled(
                    "inserted " + (int) foreign.charAt(0), Stage.SPELLING, Refusal.SPELLING, (token, random) -> {
                        int at = Math.min(token.lastIndexOf('.') + 1 + random.nextInt(8), token.length());
                        return token.substring(0, at) + foreign + token.substring(at);
                    }));
        }
        all.add(spelled("padding", Stage.SPELLING, Refusal.SPELLING, (token, random) -> token + "="));
        all.add(spelled("space behind", Stage.SPELLING, Refusal.SPELLING, (token, random) -> token + " "));
        all.add(spelled("line break behind", Stage.SPELLING, Refusal.SPELLING, (token, random) -> token + "\n"));
        all.add(spelled("unused bits", Stage.SPELLING, Refusal.SPELLING, (token, random) -> {
            String standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            int last = standard.indexOf(token.charAt(token.length() - 1));
            return token.substring(0, token.length() - 1) + standard.charAt(last + 1);
        }));
        all.add(spelled("a fourth part", Stage.SPELLING, Refusal.PARTS, (token, random) -> token + ".e30"));
        all.add(spelled("five parts, as if encrypted", Stage.SPELLING, Refusal.PARTS, (token, random) -> token + ".."));
        all.add(spelled(
                "padded in every part", Stage.SPELLING, Refusal.SPELLING, (token, random) -> token.replace(".", "=.")));
    }

    private static void header(List<Mutation> all, String name, String member, String json, @Nullable Refusal rule) {
        all.add(of(name, Stage.HEADER, rule, draft -> draft.header.put(member, json)));
    }

    private static void claim(List<Mutation> all, String name, String member, String json, @Nullable Refusal rule) {
        all.add(of(name, Stage.CLAIMS, rule, draft -> draft.claims.put(member, json)));
    }

    private static Mutation of(String name, Stage stage, @Nullable Refusal rule, Consumer<Draft> change) {
        return new Mutation(name, stage, rule, change, (token, random) -> token);
    }

    private static Mutation spelled(String name, Stage stage, Refusal rule, Spelling spelling) {
        return new Mutation(name, stage, rule, draft -> {}, spelling);
    }

    private static byte[] signature(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    }

    private static String unsigned(String token) {
        return token.substring(0, token.lastIndexOf('.') + 1);
    }
}
