package io.tallygate;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.TinyBearer;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.HttpReply;
import io.tallygate.model.HttpReply.Field;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Limit;
import io.tallygate.model.Permit;
import io.tallygate.model.RequestId;
import io.tallygate.model.Scope;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.testing.ManualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every byte of every answer. */
class RepliesTest {
    private static final RequestId ID = RequestId.uncounted(1, 2);
    private static final List<Limit> LIMITS =
            List.of(new Limit("burst", 20, 1, 0, 1), new Limit("monthly", 12_000, 0, 11_873, 845_000));

    private static final String BEGIN = "Tallygate-Request-Id: 1g00000000000g000000000002\nCache-Control: no-store\n";

    private static final Map<Denial, String> TABLE = Map.ofEntries(
            Map.entry(Denial.NO_CREDENTIAL, unauthorized("This call needs a credential.", "no-credential")),
            Map.entry(
                    Denial.AMBIGUOUS_CREDENTIAL,
                    plain(400, "Bad Request", "The request carries more than one credential.", "ambiguous-credential")),
            Map.entry(
                    Denial.MALFORMED_CREDENTIAL,
                    plain(400, "Bad Request", "The credential is not well-formed.", "malformed-credential")),
            Map.entry(Denial.INVALID_CREDENTIAL, unauthorized("The credential is not valid.", "invalid-credential")),
            Map.entry(Denial.EXPIRED, unauthorized("The credential has expired.", "expired")),
            Map.entry(Denial.REVOKED, unauthorized("The credential was revoked.", "revoked")),
            Map.entry(Denial.DISABLED, unauthorized("The credential is disabled.", "disabled")),
            Map.entry(
                    Denial.CLOCK_SKEW,
                    unauthorized("The time of the signature is too far from the server's.", "clock-skew")),
            Map.entry(Denial.NOT_YET_VALID, unauthorized("The credential is not valid yet.", "not-yet-valid")),
            Map.entry(
                    Denial.INCOMPLETE_SIGNATURE,
                    unauthorized("The signature does not cover all that it must.", "incomplete-signature")),
            Map.entry(Denial.REPLAYED, unauthorized("The signature was used before.", "replayed")),
            Map.entry(
                    Denial.RESIGN,
                    unauthorized("The signature cannot be told from a used one. Sign the request again.", "resign")),
            Map.entry(
                    Denial.DIGEST_MISMATCH,
                    plain(400, "Bad Request", "The body is not the one that was signed.", "digest-mismatch")),
            Map.entry(
                    Denial.USES_EXHAUSTED,
                    plain(403, "Forbidden", "The credential was used as often as it may be.", "uses-exhausted")),
            Map.entry(
                    Denial.INSUFFICIENT_SCOPE,
                    reply(
                            403,
                            "WWW-Authenticate: Tiny realm=\"api\"\n",
                            "Forbidden",
                            "The credential lacks a scope that this call needs.",
                            "insufficient-scope")),
            Map.entry(
                    Denial.NETWORK_NOT_ALLOWED,
                    plain(
                            403,
                            "Forbidden",
                            "The credential may not be used from this address.",
                            "network-not-allowed")),
            Map.entry(
                    Denial.RESTRICTED,
                    plain(403, "Forbidden", "The credential may not be used for this request.", "restricted")),
            Map.entry(Denial.HTTPS_REQUIRED, plain(403, "Forbidden", "Use https.", "https-required")),
            Map.entry(
                    Denial.BODY_TOO_LARGE,
                    plain(413, "Content Too Large", "The body is too large to be verified.", "body-too-large")),
            Map.entry(
                    Denial.RATE_LIMITED,
                    retry(429, "Too Many Requests", "Too many requests in a short time.", "rate-limited")),
            Map.entry(
                    Denial.QUOTA_EXHAUSTED,
                    plain(429, "Too Many Requests", "The quota is used up.", "quota-exhausted")),
            Map.entry(
                    Denial.TOO_MANY_FAILURES,
                    retry(
                            429,
                            "Too Many Requests",
                            "Too many failed attempts from this address.",
                            "too-many-failures")),
            Map.entry(
                    Denial.UNAVAILABLE,
                    retry(
                            503,
                            "Service Unavailable",
                            "The request cannot be authorized just now. The credential may well be good.",
                            "unavailable")));

    private static final Map<Denial, Integer> GRPC = Map.ofEntries(
            Map.entry(Denial.NO_CREDENTIAL, 16),
            Map.entry(Denial.AMBIGUOUS_CREDENTIAL, 3),
            Map.entry(Denial.MALFORMED_CREDENTIAL, 3),
            Map.entry(Denial.INVALID_CREDENTIAL, 16),
            Map.entry(Denial.EXPIRED, 16),
            Map.entry(Denial.REVOKED, 16),
            Map.entry(Denial.DISABLED, 16),
            Map.entry(Denial.CLOCK_SKEW, 16),
            Map.entry(Denial.NOT_YET_VALID, 16),
            Map.entry(Denial.INCOMPLETE_SIGNATURE, 16),
            Map.entry(Denial.REPLAYED, 16),
            Map.entry(Denial.RESIGN, 16),
            Map.entry(Denial.DIGEST_MISMATCH, 3),
            Map.entry(Denial.USES_EXHAUSTED, 7),
            Map.entry(Denial.INSUFFICIENT_SCOPE, 7),
            Map.entry(Denial.NETWORK_NOT_ALLOWED, 7),
            Map.entry(Denial.RESTRICTED, 7),
            Map.entry(Denial.HTTPS_REQUIRED, 7),
            Map.entry(Denial.BODY_TOO_LARGE, 8),
            Map.entry(Denial.RATE_LIMITED, 8),
            Map.entry(Denial.QUOTA_EXHAUSTED, 8),
            Map.entry(Denial.TOO_MANY_FAILURES, 8),
            Map.entry(Denial.UNAVAILABLE, 14));

    private static String unauthorized(String detail, String code) {
        return reply(401, "WWW-Authenticate: Tiny realm=\"api\"\n", "Unauthorized", detail, code);
    }

    private static String plain(int status, String title, String detail, String code) {
        return reply(status, "", title, detail, code);
    }

    private static String retry(int status, String title, String detail, String code) {
        return reply(status, "Retry-After: 1\n", title, detail, code);
    }

    private static String reply(int status, String headers, String title, String detail, String code) {
        return status + "\n" + BEGIN + headers + "Content-Type: application/problem+json\n\n"
                + "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\",\"code\":\"" + code + "\",\"requestId\":\"1g00000000000g000000000002\"}";
    }

    private final Replies replies = replies(null, RateHeaders.ALWAYS, TinyBearer.asking(token -> TinyBearer.unknown()));

    private static Replies replies(URI base, RateHeaders when, AuthenticationScheme<?>... schemes) {
        List<SchemeSlot> slots = new ArrayList<>();
        for (AuthenticationScheme<?> scheme : schemes) {
            slots.add(SchemeSlot.of(slots.size(), scheme));
        }
        GateSettings settings = new GateSettings(
                SessionSettings.standard(),
                CentralSettings.standard(),
                FreshnessSettings.standard(),
                FilterSettings.standard(),
                null,
                null,
                List.of(),
                false,
                1,
                Duration.ofSeconds(1),
                "api",
                base,
                when);
        return new Replies(
                slots.toArray(SchemeSlot[]::new), settings, new Trouble(ManualTime.at("2026-01-01T00:00:00Z")));
    }

    private static String text(HttpReply reply) {
        return reply.status() + "\n"
                + reply.headers().stream()
                        .map(field -> field.name() + ": " + field.value() + "\n")
                        .collect(joining())
                + "\n" + new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void writesEveryDenialByteForByte() {
        assertThat(TABLE).hasSize(Denial.values().length);
        TABLE.forEach((denial, expected) ->
                assertThat(text(replies.reply(Deny.because(denial).named(ID)))).isEqualTo(expected));
    }

    @Test
    void hasAGrpcCodeForEveryDenial() {
        assertThat(GRPC).hasSize(Denial.values().length);
        GRPC.forEach((denial, code) -> assertThat(Tallygate.grpcCode(denial)).isEqualTo(code));
    }

    @Test
    void writesLimitsAndRoundsTheWaitUp() {
        Deny deny = Deny.because(Denial.RATE_LIMITED).named(ID).limits(LIMITS).retryAfter(Duration.ofMillis(1_001));
        assertThat(text(replies.reply(deny)))
                .isEqualTo("429\n" + BEGIN + "Retry-After: 2\n"
                        + "RateLimit-Policy: \"burst\";q=20;w=1, \"monthly\";q=12000\n"
                        + "RateLimit: \"burst\";r=0;t=1, \"monthly\";r=11873;t=845000\n"
                        + "Content-Type: application/problem+json\n\n"
                        + "{\"type\":\"about:blank\",\"title\":\"Too Many Requests\",\"status\":429,"
                        + "\"detail\":\"Too many requests in a short time.\",\"code\":\"rate-limited\","
                        + "\"requestId\":\"1g00000000000g000000000002\",\"limits\":[\"burst\",\"monthly\"]}");
    }

    @Test
    void neverTellsToComeBackAtOnce() {
        assertThat(text(replies.reply(Deny.because(Denial.UNAVAILABLE).retryAfter(Duration.ZERO))))
                .contains("Retry-After: 1\n");
    }

    @Test
    void writesScopesAndAddressAndTypesUnderTheBase() {
        Replies based = replies(
                URI.create("https://example.com/problems/"),
                RateHeaders.NEVER,
                TinyBearer.asking(token -> TinyBearer.unknown()));
        Deny deny = Deny.because(Denial.NETWORK_NOT_ALLOWED)
                .named(ID)
                .limits(LIMITS)
                .requiring(List.of(new Scope("a:<b>"), new Scope("c")))
                .from(IpAddress.parse("2001:db8::1"));
        assertThat(text(based.reply(deny)))
                .isEqualTo("403\n" + BEGIN + "Content-Type: application/problem+json\n\n"
                        + "{\"type\":\"https://example.com/problems/network-not-allowed\","
                        + "\"title\":\"The credential may not be used from this address.\",\"status\":403,"
                        + "\"code\":\"network-not-allowed\",\"requestId\":\"1g00000000000g000000000002\","
                        + "\"requiredScopes\":[\"a:\\u003cb\\u003e\",\"c\"],\"limits\":[\"burst\",\"monthly\"],"
                        + "\"client\":\"2001:db8::1\"}");
    }

    @Test
    void addsIdAndLimitsToAPermit() {
        StubMeter meter = new StubMeter();
        meter.limits = LIMITS;
        Permit permit = new Permit(GateBench.entitlement("acme", "k1"), meter, 7, 1);
        String id = "Tallygate-Request-Id: " + permit.requestId() + "\n";
        assertThat(text(replies.reply(permit)))
                .isEqualTo("200\n" + id + "RateLimit-Policy: \"burst\";q=20;w=1, \"monthly\";q=12000\n"
                        + "RateLimit: \"burst\";r=0;t=1, \"monthly\";r=11873;t=845000\n\n");
        Replies quiet = replies(null, RateHeaders.ON_DENIAL, TinyBearer.asking(token -> TinyBearer.unknown()));
        assertThat(text(quiet.reply(permit))).isEqualTo("200\n" + id + "\n");
    }

    @Test
    void keepsHeaderInjectionAndFailuresOfSchemesOut() {
        Replies hostile = replies(null, RateHeaders.ALWAYS, new Challenger("a", "X y\r\nSet-Cookie: z"));
        assertThat(text(hostile.reply(Deny.because(Denial.EXPIRED))))
                .doesNotContain("Set-Cookie")
                .contains("WWW-Authenticate: a realm=\"api\"\n");
        Replies failing = replies(null, RateHeaders.ALWAYS, new Challenger("b", null), new Challenger("c", "Ok"));
        assertThat(text(failing.reply(Deny.because(Denial.EXPIRED)))).contains("\nWWW-Authenticate: Ok\n");
    }

    @Test
    void addsHintsOfSchemesButNotWhatTheGateSaysItself() {
        Replies hinting = replies(
                null,
                RateHeaders.ALWAYS,
                new Hinter(
                        new Field("Accept-Signature", "sig=()"),
                        new Field("Content-Type", "text/html"),
                        new Field("WWW-AUTHENTICATE", "Basic"),
                        new Field("a: b\r\nSet-Cookie", "z"),
                        new Field("X", "y\r\nSet-Cookie: z")));
        assertThat(text(hinting.reply(Deny.because(Denial.NO_CREDENTIAL))))
                .contains("\nAccept-Signature: sig=()\n")
                .doesNotContain("text/html", "Basic", "Set-Cookie");
        assertThat(text(hinting.reply(Deny.because(Denial.RESTRICTED)))).doesNotContain("Accept-Signature");
    }

    private static final class Hinter extends Challenger {
        private final List<Field> fields;

        Hinter(Field... fields) {
            super("hinter", "Hint");
            this.fields = List.of(fields);
        }

        @Override
        public List<Field> hints(Denial denial) {
            return fields;
        }
    }

    private static class Challenger implements AuthenticationScheme<TinyBearer.Token> {
        private final String name;
        private final String challenge;

        Challenger(String name, String challenge) {
            this.name = name;
            this.challenge = challenge;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Parsed parse(InboundRequest request) {
            return Parsed.absent();
        }

        @Override
        public Resolution<TinyBearer.Token> resolve(TinyBearer.Token credential) {
            return TinyBearer.known(GateBench.entitlement("a", "b"));
        }

        @Override
        public List<String> challenges(Denial denial, String realm) {
            return List.of(challenge);
        }
    }
}
