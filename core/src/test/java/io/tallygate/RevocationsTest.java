package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Revocation K1 = new Revocation.OfCredential(new CredentialId("k1"));
    private static final Revocation ACME = new Revocation.OfAccount(new AccountId("acme"));

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final Revocations revocations = new Revocations(time);
    private final Entitlement entitlement = GateBench.entitlement("acme", "k1");

    private boolean standsAfter(Duration pause) {
        time.advance(pause);
        revocations.sweep();
        return revocations.cover(entitlement);
    }

    @Test
    void standUntilTheirEndAndForAnHourMore() {
        revocations.say(K1, time.instant().plus(HOUR));
        revocations.hear(new Change.Revoked(ACME, time.instant().plus(HOUR)));
        assertThat(standsAfter(HOUR.plus(StandingRevocations.MARGIN).minusNanos(1)))
                .isTrue();
        assertThat(revocations.size()).isEqualTo(2);
        assertThat(standsAfter(Duration.ofNanos(1))).isFalse();
        assertThat(revocations.size()).isZero();
    }

    @Test
    void standForEverWithoutAnEndOrWithOneOutOfReach() {
        revocations.say(K1, null);
        revocations.say(ACME, Instant.MAX);
        assertThat(standsAfter(Duration.ofDays(36_500))).isTrue();
        assertThat(revocations.size()).isEqualTo(2);
    }

    /** A wall clock that is put forward for a while must not give revoked tokens a second life. */
    @Test
    void outliveAJumpOfTheWallClock() {
        revocations.say(K1, time.instant().plus(HOUR));
        time.jumpWall(Duration.ofDays(400));
        assertThat(standsAfter(Duration.ofMinutes(1))).isTrue();
        time.jumpWall(Duration.ofDays(-800));
        assertThat(standsAfter(Duration.ofDays(1)))
                .as("by its clock the end has not come")
                .isTrue();
    }

    @Test
    void standForTheMarginWhenTheyCameTooLate() {
        revocations.hear(new Change.Revoked(K1, Instant.MIN));
        assertThat(standsAfter(StandingRevocations.MARGIN.minusNanos(1))).isTrue();
        assertThat(standsAfter(Duration.ofNanos(1))).isFalse();
    }

    @Test
    void areReplacedByWhatTheDirectorySaysAnewWithoutThoseOfTheHost() {
        revocations.say(K1, null);
        revocations.hear(new Change.Revoked(K1, null));
        revocations.hear(new Change.Revoked(ACME, null));
        Revocation.IssuedBefore all = new Revocation.IssuedBefore(Instant.EPOCH);
        revocations.hearAll(List.of(new Change.Revoked(all, null)));
        assertThat(revocations.size()).isEqualTo(2);
        assertThat(revocations.cover(GateBench.entitlement("acme", "k2")))
                .as("does not say when it was issued")
                .isTrue();
        revocations.hearAll(List.of());
        assertThat(revocations.cover(GateBench.entitlement("acme", "k2"))).isFalse();
        assertThat(revocations.cover(entitlement)).isTrue();
    }

    @Test
    void standSideBySideForOneNameAndAreTakenBackOneByOne() {
        Instant issued = Instant.parse("2026-01-01T00:00:00Z");
        Entitlement signed = Entitlement.of(new AccountId("acme"), Provenance.token("iss", "kid", "jti", issued));
        Revocation early = new Revocation.IssuedBefore(issued.plusSeconds(1), ACME);
        Revocation late = new Revocation.IssuedBefore(issued.plusSeconds(2), ACME);
        revocations.hear(new Change.Revoked(early, null));
        revocations.hear(new Change.Revoked(late, null));
        revocations.reinstate(late);
        assertThat(revocations.cover(signed)).isTrue();
        revocations.reinstate(early);
        assertThat(revocations.cover(signed)).isFalse();
        assertThat(revocations.size()).isZero();
    }

    @Test
    void takeTheLaterWordOnAnEnd() {
        revocations.say(K1, time.instant());
        revocations.say(K1, null);
        assertThat(standsAfter(HOUR.multipliedBy(3))).isTrue();
        assertThat(revocations.size()).isOne();
    }
}
