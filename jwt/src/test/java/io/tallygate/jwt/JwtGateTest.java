package io.tallygate.jwt;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.spi.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens in a whole gate, under one manual time: the session table is the cache of verified tokens. */
class JwtGateTest {
    private final TestIssuer issuer = TestIssuer.of(JoseAlgorithm.ES256);
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final AtomicInteger sessions = new AtomicInteger();
    private final List<Listener.CentralCall> verifications = new ArrayList<>();
    private final Tallygate gate = Tallygate.builder()
            .directory(directory)
            .accept(issuer.scheme())
            .time(issuer.time())
            .failures(10_000, ofSeconds(1))
            .listener(new Listener() {
                @Override
                public void onSessionBegin(Entitlement entitlement) {
                    sessions.incrementAndGet();
                }

                @Override
                public void onCentralCall(String scheme, CentralCall outcome, Duration took) {
                    verifications.add(outcome);
                }
            })
            .build();

    @AfterEach
    void close() {
        gate.close();
        assertThat(issuer.time().pending()).as("tasks that outlive the gate").isZero();
        assertThat(issuer.time().failures()).isEmpty();
    }

    @Test
    void verifiesATokenOnceForManyRequests() {
        String token = issuer.token();
        for (int i = 0; i < 1000; i++) {
            assertThat(admit(token).permitted()).isTrue();
        }
        assertThat(verifications).hasSize(1);
        assertThat(sessions).hasValue(1);
    }

    @Test
    void givesWhatTheTokenSays() {
        directory.assign("acme", "starter");
        Permit permit = (Permit) admit(issuer.token());
        assertThat(permit.entitlement().account()).hasToString("acme");
        assertThat(permit.entitlement().subject()).isEqualTo("alice");
        assertThat(permit.entitlement().scopes()).hasToString("[orders:read]");
        assertThat(permit.entitlement().plan()).isEqualTo("starter");
        Provenance provenance = permit.entitlement().provenance();
        assertThat(provenance)
                .isEqualTo(Provenance.token(
                        TestIssuer.NAME,
                        issuer.key().keyId(),
                        "t1",
                        issuer.time().instant()));
    }

    @Test
    void endsASessionWithItsTokenToTheMillisecond() {
        String token = issuer.token();
        for (int minute = 0; minute < 30; minute++) {
            assertThat(admit(token).permitted()).as("minute %d", minute).isTrue();
            issuer.time().advance(ofMinutes(1).minus(ofSeconds(minute == 29 ? 1 : 0)));
        }
        assertThat(admit(token).permitted()).isTrue();
        issuer.time().advance(ofSeconds(1));
        assertThat(denial(admit(token))).isEqualTo(Denial.EXPIRED);
        assertThat(denial(admit(token))).isEqualTo(Denial.EXPIRED);
    }

    @Test
    void looksAtTheWallClockOnEachRequest() {
        String token = issuer.token();
        assertThat(admit(token).permitted()).isTrue();
        issuer.time().jumpWall(ofMinutes(31));
        assertThat(denial(admit(token))).isEqualTo(Denial.EXPIRED);
    }

    @Test
    void revokesByTokenKeyAndSubject() {
        for (Revocation revocation : List.of(
                new Revocation.OfToken(TestIssuer.NAME, "r1"),
                new Revocation.OfKey(TestIssuer.NAME, issuer.key().keyId()))) {
            String token = issuer.token(",\"jti\":\"r1\"");
            gate.revoke(revocation);
            assertThat(denial(admit(token))).isEqualTo(Denial.REVOKED);
        }
    }

    @Test
    void givesBothTwinsOfASignatureOneSession() {
        for (String token : List.of(issuer.token(",\"jti\":\"a\""), issuer.token(",\"jti\":\"b\""))) {
            int before = sessions.get();
            assertThat(admit(token).permitted()).isTrue();
            assertThat(admit(Twins.of(token, EllipticCurve.P_256)).permitted()).isTrue();
            assertThat(sessions.get() - before).isOne();
        }
        assertThat(verifications).hasSize(2);
    }

    @Test
    void letsNoTwinEscapeARevocation() {
        String named = issuer.token(",\"jti\":\"n1\"");
        Permit permit = (Permit) admit(named);
        gate.revoke(new Revocation.OfToken(
                TestIssuer.NAME, permit.entitlement().provenance().tokenId()));
        assertThat(denial(admit(named))).isEqualTo(Denial.REVOKED);
        assertThat(denial(admit(Twins.of(named, EllipticCurve.P_256)))).isEqualTo(Denial.REVOKED);

        String unnamed = issuer.token("");
        Permit other = (Permit) admit(Twins.of(unnamed, EllipticCurve.P_256));
        String hash = other.entitlement().provenance().tokenId();
        assertThat(hash).startsWith("sha256:");
        gate.revoke(new Revocation.OfToken(TestIssuer.NAME, hash));
        assertThat(denial(admit(unnamed))).isEqualTo(Denial.REVOKED);
        assertThat(denial(admit(Twins.of(unnamed, EllipticCurve.P_256)))).isEqualTo(Denial.REVOKED);
    }

    /** Only the identity is looked at behind a live session, so it must be that of no variant: of neither of two twins. */
    @Test
    void acceptsNoOtherSpellingBehindALiveSession() {
        String token = issuer.token();
        int tried = 0;
        for (String live : List.of(token, Twins.of(token, EllipticCurve.P_256))) {
            assertThat(admit(live).permitted()).isTrue();
            for (int i = 0; i < live.length(); i++) {
                for (char c : "Aa_=?.\u0161\u0141".toCharArray()) {
                    tried += refuses(live, live.substring(0, i) + c + live.substring(i + 1));
                    tried += refuses(live, live.substring(0, i) + c + live.substring(i));
                }
                tried += refuses(live, live.substring(0, i) + (char) (live.charAt(i) + 0x100) + live.substring(i + 1));
            }
            int last = live.length() - 1;
            for (int i = 0; i < 64; i++) {
                char other =
                        Base64Url.encode(new byte[] {(byte) (i << 2), 0, 0}).charAt(0);
                tried += refuses(live, live.substring(0, last) + other);
            }
        }
        assertThat(tried).isGreaterThan(10_000);
        assertThat(sessions).hasValue(1);
    }

    private int refuses(String live, String variant) {
        boolean same = variant.equals(live);
        assertThat(admit(variant).permitted()).as(variant).isEqualTo(same);
        return same ? 0 : 1;
    }

    /** Nobody is asked, and nothing is remembered: what such tokens cost cannot be made more by sending many. */
    @Test
    void refusesAnotherAlphabetBeforeItVerifies() {
        for (String foreign : List.of("=", "?", " ", "\u00e9", "\u0141")) {
            assertThat(denial(admit(issuer.token() + foreign))).isEqualTo(Denial.MALFORMED_CREDENTIAL);
        }
        assertThat(verifications).isEmpty();
    }

    private Decision admit(String token) {
        return gate.admit(TestIssuer.carrying(token), Demand.plain());
    }

    private static Denial denial(Decision decision) {
        return ((Deny) decision).denial();
    }
}
