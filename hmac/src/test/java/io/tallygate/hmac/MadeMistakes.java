package io.tallygate.hmac;

import io.tallygate.model.Secret;
import io.tallygate.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** Requests of one app, each signed with one mistake. */
final class MadeMistakes {
    static final String ENDED = "tgs_ended";

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String HEAD = "(" + Coverage.HEAD + ")";
    private static final String WITH_TRACE = "(" + Coverage.HEAD + " \"x-trace\")";
    private static final String WITH_BODY = "(" + Coverage.HEAD + " " + Coverage.BODY + ")";
    private static final String NONCE = ";nonce=\"0123456789abcdef\"";
    private static final byte[] BODY = "amount=1".getBytes(StandardCharsets.UTF_8);

    private final List<Made> all = new ArrayList<>();

    /** @param request as it comes to the gate */
    record Made(Mistake mistake, FakeRequest request) {}

    /** By the native profile, at an edge of the region eu-1. */
    static List<Made> ofNative() {
        MadeMistakes made = new MadeMistakes();
        made.targets();
        made.fields();
        made.texts();
        made.secrets();
        made.scopes();
        return made.all;
    }

    private void targets() {
        FakeRequest plain = FakeRequest.get("/orders");
        add(RequestMistake.METHOD, plain, FakeRequest.of("HEAD", "/orders"));
        add(RequestMistake.QUERY_LEFT_OUT, plain, FakeRequest.get("/orders?a=b"));
        add(RequestMistake.QUERY_SORTED, FakeRequest.get("/orders?a=1&b=2"), FakeRequest.get("/orders?b=2&a=1"));
        add(RequestMistake.ESCAPED_TWICE, FakeRequest.get("/%2520?a%2520"), FakeRequest.get("/%20?a%20"));
        add(RequestMistake.NOT_ESCAPED, FakeRequest.get("/orders?a b"), FakeRequest.get("/orders?a%20b"));
        add(RequestMistake.PREFIX_TAKEN, FakeRequest.get("/api/orders"), plain.header("X-Forwarded-Prefix", "/api"));
        add(RequestMistake.PREFIX_GIVEN, FakeRequest.get("/orders?a=b"), FakeRequest.get("/internal/v2/orders?a=b"));
        add(RequestMistake.SLASH_AT_END, FakeRequest.get("/orders/"), plain);
        add(RequestMistake.PORT, plain.authority("api.example.com:443"), plain);
        add(
                RequestMistake.FORWARDED_HOST,
                plain.authority("www.example.com"),
                plain.header("X-Forwarded-Host", "www.example.com"));
        add(RequestMistake.SCHEME, "(" + Coverage.HEAD + " \"@scheme\")", plain.encrypted(), plain);
    }

    private void fields() {
        FakeRequest plain = FakeRequest.get("/orders");
        add(RequestMistake.LOWER_CASE, WITH_TRACE, plain.header("X-Trace", "abc"), plain.header("X-Trace", "Abc"));
        add(RequestMistake.CONTENT_TYPE, WITH_BODY, body("text/plain", "a"), body("text/plain; charset=UTF-8", "a"));
        add(RequestMistake.EMPTY_DIGEST, WITH_BODY, body("text/plain", ""), body("text/plain", "a"));
    }

    private static FakeRequest body(String type, String body) {
        return FakeRequest.post("/orders")
                .header("Content-Type", type)
                .header("Content-Digest", RequestSigner.contentDigest(body.getBytes(StandardCharsets.UTF_8)));
    }

    private void texts() {
        FakeRequest plain = FakeRequest.get("/orders?a=b%20c");
        add(TextMistake.LINE_END, HEAD, plain, text -> text + "\n");
        add(TextMistake.CARRIAGE_RETURN, HEAD, plain, text -> text.replace("\n", "\r\n"));
        add(TextMistake.PLUS, HEAD, plain, text -> text.replace("%20", "+"));
        add(TextMistake.QUERY_MARK, HEAD, plain, text -> text.replace(": ?", ": "));
        add(
                TextMistake.PARAMETER_ORDER,
                HEAD,
                plain,
                text -> text.replace(NONCE, "").replace(";keyid", NONCE + ";keyid"));
        FakeRequest spaced = plain.header("X-Trace", "  abc  d ");
        add(TextMistake.WHITE_SPACE, WITH_TRACE, spaced, text -> text.replace("abc  d", "  abc  d "));
        add(
                TextMistake.DIGEST_LEFT_OUT,
                WITH_BODY,
                body("text/plain", "a"),
                text -> text.replaceAll("\"content-digest\": .*\n", ""));
    }

    private void secrets() {
        String rest = TestApp.SECRET.substring(4);
        byte[] bytes = TestApp.SECRET.getBytes(StandardCharsets.UTF_8);
        add(SecretMistake.LINE_END, TestApp.SECRET + "\n");
        add(SecretMistake.QUOTED, '"' + TestApp.SECRET + '"');
        add(SecretMistake.WITHOUT_MARKER, rest);
        add(SecretMistake.DECODED, Secret.of(Base64.getDecoder().decode(rest)), TestApp.ID);
        add(SecretMistake.ENCODED, Base64.getEncoder().encodeToString(bytes));
        add(Examination.ENDED_SECRET, ENDED);
    }

    private void scopes() {
        add(ScopeMistake.DAY_BEFORE, new DayScope(DayScope.OWN_PREFIX, "20261120", "eu-1"));
        add(ScopeMistake.DAY_AFTER, new DayScope(DayScope.OWN_PREFIX, "20261122", "eu-1"));
        add(ScopeMistake.REGION, new DayScope(DayScope.OWN_PREFIX, "20261121", "us-east-1"));
        add(ScopeMistake.BRAND, new DayScope("AWS4", "20261121", "eu-1"));
    }

    private void add(Mistake mistake, FakeRequest signed, FakeRequest sent) {
        add(mistake, HEAD, signed, sent);
    }

    private void add(Mistake mistake, String components, FakeRequest signed, FakeRequest sent) {
        add(mistake, sent, parameters(components, TestApp.ID), text(components, signed), Secret.ofUtf8(TestApp.SECRET));
    }

    private void add(Mistake mistake, String components, FakeRequest request, UnaryOperator<String> change) {
        String text = change.apply(text(components, request));
        add(mistake, request, parameters(components, TestApp.ID), text, Secret.ofUtf8(TestApp.SECRET));
    }

    private void add(Mistake mistake, String secret) {
        add(mistake, Secret.ofUtf8(secret), TestApp.ID);
    }

    private void add(Mistake mistake, DayScope derivedFor) {
        add(mistake, derivedFor.derive(Secret.ofUtf8(TestApp.SECRET)), TestApp.ID + "/20261121/eu-1");
    }

    private void add(Mistake mistake, Secret secret, String keyId) {
        FakeRequest plain = FakeRequest.get("/orders");
        String parameters = parameters(HEAD, keyId);
        add(mistake, plain, parameters, text(plain, parameters), secret);
    }

    private void add(Mistake mistake, FakeRequest sent, String parameters, String text, Secret secret) {
        byte[] code = new MacKey(secret.reveal()).sign(text.getBytes(StandardCharsets.US_ASCII));
        FakeRequest signed = sent.header("Signature-Input", "tg=" + parameters)
                .header("Signature", "tg=" + ByteSequence.encode(code));
        all.add(new Made(mistake, signed));
    }

    private static String text(String components, FakeRequest request) {
        return text(request, parameters(components, TestApp.ID));
    }

    private static String text(FakeRequest request, String parameters) {
        HttpMessage message = new HttpMessage.Request(
                request.method(),
                request.secure() ? "https" : "http",
                request.authority(),
                request.target(),
                request::headers);
        SignatureBase base = new SignatureBase();
        BaseLines.write(base, SignatureParameters.read(new Slice(parameters, 0, parameters.length())), message);
        return base.text();
    }

    private static String parameters(String components, String keyId) {
        long now = NOW.getEpochSecond();
        return components + ";created=" + now + NONCE + ";expires=" + (now + 60) + ";keyid=\"" + keyId
                + "\";tag=\"tallygate-v1\"";
    }

    /** By SigV4, at a gate that takes encoded paths and sorted queries. */
    static List<Made> ofSigV4() {
        SigV4Client client = SigV4Client.own(TestApp.ID, TestApp.SECRET);
        FakeRequest plain = FakeRequest.get("/orders");
        FakeRequest body = FakeRequest.post("/orders").header("X-Tg-Content-Sha256", Sha256.hex(BODY));
        return List.of(
                new Made(SigV4Mistake.PATHS, raw(PathForm.RAW, QueryForm.SORTED, "/a%20b")),
                new Made(SigV4Mistake.QUERIES, raw(PathForm.GENERAL, QueryForm.RAW, "/a%20b?b=2&a=1")),
                new Made(SigV4Mistake.RAW_BOTH, raw(PathForm.RAW, QueryForm.RAW, "/a%20b?b=2&a=1")),
                new Made(SigV4Mistake.EMPTY_BODY, client.sign(body, NOW, Sha256.OF_NOTHING)),
                new Made(SigV4Mistake.UNSIGNED_BODY, client.sign(body, NOW, Payload.UNSIGNED.line())),
                new Made(
                        SecretMistake.LINE_END,
                        client.withSecret(TestApp.SECRET + "\n").sign(plain, NOW, Sha256.OF_NOTHING)),
                new Made(
                        SecretMistake.WITHOUT_MARKER,
                        client.withSecret(TestApp.SECRET.substring(4)).sign(plain, NOW, Sha256.OF_NOTHING)),
                new Made(Examination.ENDED_SECRET, client.withSecret(ENDED).sign(plain, NOW, Sha256.OF_NOTHING)),
                new Made(
                        RequestMistake.PORT,
                        client.sign(plain.authority("api.example.com:443"), NOW, Sha256.OF_NOTHING)
                                .authority("api.example.com")));
    }

    private static FakeRequest raw(PathForm paths, QueryForm queries, String target) {
        SigV4Scope scope = SigV4Client.scope("tallygate", "tg");
        return new SigV4Client(scope, paths, queries, TestApp.ID, TestApp.SECRET)
                .sign(FakeRequest.get(target), NOW, Sha256.OF_NOTHING);
    }
}
