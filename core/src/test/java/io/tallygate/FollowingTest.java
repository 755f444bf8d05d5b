package io.tallygate;

import static io.tallygate.DirectoryBench.admit;
import static io.tallygate.GateBench.denial;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.TinyBearer;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.spi.Listener.SessionEnd;
import io.tallygate.spi.Resolution;
import io.tallygate.testing.FaultyDirectory.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a gate follows the log of a directory, under manual time. */
class FollowingTest {
    private static final Duration PULL = Duration.ofSeconds(5);

    private final DirectoryBench centre = new DirectoryBench();
    private final GateBench bench = centre.bench;
    private Tallygate gate = centre.builder().build();

    @AfterEach
    void close() {
        gate.close();
        assertThat(bench.time.pending()).as("tasks that outlive the gate").isZero();
        assertThat(bench.time.failures()).isEmpty();
    }

    private void rebuild(TallygateBuilder builder) {
        gate.close();
        gate = builder.build();
    }

    private GateStatus.Feed feed() {
        GateStatus.Feed feed = gate.status().feed();
        assertThat(feed).isNotNull();
        return feed;
    }

    private void expect(Denial expected) {
        assertThat(denial(admit(gate))).isEqualTo(expected);
    }

    private void expectPermit() {
        assertThat(admit(gate)).isInstanceOf(Permit.class);
    }

    @Test
    void hearsAtOnceFromADirectoryThatTells() {
        expectPermit();
        centre.disable("k1");
        expect(Denial.DISABLED);
        centre.enable("k1");
        expectPermit();
        centre.delete("k1");
        expect(Denial.INVALID_CREDENTIAL);
        assertThat(bench.told.ended).containsExactly(SessionEnd.CHANGED, SessionEnd.CHANGED);
    }

    @Test
    void hearsByTheNextPullFromADirectoryThatDoesNotTell() {
        rebuild(centre.untold());
        expectPermit();
        centre.disable("k1");
        expectPermit();
        bench.time.advance(PULL);
        expect(Denial.DISABLED);
    }

    @Test
    void pullsHalfAPeriodToAPeriodAfterTheLastPullHasStarted() {
        rebuild(centre.untold());
        List<Long> starts = new ArrayList<>();
        centre.directory.delayedBy(() -> starts.add(bench.time.nanos()));
        bench.time.advance(PULL.multipliedBy(200));
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < starts.size(); i++) {
            pauses.add(starts.get(i) - starts.get(i - 1));
        }
        assertThat(pauses).hasSizeGreaterThan(200).allMatch(nanos -> nanos >= PULL.toNanos() / 2);
        assertThat(pauses).allMatch(nanos -> nanos <= PULL.toNanos());
        assertThat(pauses.stream().distinct().count()).as("not all alike").isGreaterThan(100);
    }

    @Test
    void makesOnePullOfMuchNews() {
        centre.directory.only(Calls.FEED);
        centre.directory.delayedBy(() -> {
            centre.directory.healthy();
            for (int i = 0; i < 50; i++) {
                centre.records.assign("acme", "plan-" + i);
            }
        });
        long before = feed().pulls();
        centre.records.assign("acme", "gold");
        assertThat(feed().pulls() - before)
                .as("the one that was under way, and one more")
                .isEqualTo(2);
        assertThat(feed().changes()).isEqualTo(51);
        assertThat(feed().news()).isEqualTo(51);
    }

    @Test
    void readsPageAfterPageToTheEnd() {
        rebuild(centre.untold());
        for (int i = 0; i < 2_500; i++) {
            centre.records.assign("acme", "plan-" + i);
        }
        expectPermit();
        centre.disable("k1");
        long calls = centre.directory.feedCalls();
        bench.time.advance(PULL);
        expect(Denial.DISABLED);
        assertThat(centre.directory.feedCalls() - calls).isBetween(3L, 4L);
        assertThat(feed().changes()).isEqualTo(2_501);
    }

    @Test
    void readsAllAgainBehindAGap() {
        rebuild(centre.untold());
        centre.put("k2");
        Entitlement signed = Entitlement.of(new AccountId("acme"), Provenance.token("iss", "kid", "jti", null));
        bench.centre = token -> token.equals("t1") ? TinyBearer.known(signed) : centre.resolve(token);
        GateBench.admit(gate, "k2");
        GateBench.admit(gate, "t1");
        expectPermit();
        centre.disable("k1");
        centre.records.revoke(new Revocation.OfCredential(new CredentialId("k2")), null);
        loseTheLog();
        bench.time.advance(PULL);
        expect(Denial.DISABLED);
        assertThat(denial(GateBench.admit(gate, "k2"))).isEqualTo(Denial.REVOKED);
        assertThat(bench.told.ended)
                .as("nobody can say whether the token's account is under another plan")
                .containsExactlyInAnyOrder(SessionEnd.CHANGED, SessionEnd.REVOKED, SessionEnd.CHANGED);
        assertThat(bench.told.alarms).anyMatch(alarm -> alarm.startsWith("feed-gap"));
        assertThat(feed().gaps()).isOne();
    }

    /** More changes than the log keeps. */
    private void loseTheLog() {
        for (int i = 0; i < 10_001; i++) {
            centre.records.assign("other", "plan-" + i % 2);
        }
    }

    @Test
    void takesBackWhatWasReinstatedBehindAGap() {
        rebuild(centre.untold());
        Revocation revocation = new Revocation.OfAccount(new AccountId("acme-k1"));
        centre.records.revoke(revocation, null);
        bench.time.advance(PULL);
        expect(Denial.REVOKED);
        centre.records.reinstate(revocation);
        loseTheLog();
        bench.time.advance(PULL);
        expectPermit();
    }

    @Test
    void asksForTheStateBeforeItReadsTheRecordsAgain() {
        rebuild(centre.untold());
        expectPermit();
        loseTheLog();
        // The change comes when the records have been read again: it must not be behind the position already.
        centre.directory.only(Calls.LOOK_UPS);
        int before = centre.directory.feedCalls();
        centre.directory.delayedBy(() -> assertThat(centre.directory.feedCalls() - before)
                .as("the page with the gap, and the state")
                .isEqualTo(2));
        bench.time.advance(PULL);
        assertThat(bench.told.alarms).noneMatch(alarm -> alarm.startsWith("reread-failed"));
        assertThat(bench.told.ended).isEmpty();
    }

    @Test
    void takesWhatCannotBeReadAgainBehindAGapForChanged() {
        rebuild(centre.untold());
        expectPermit();
        loseTheLog();
        centre.directory.only(Calls.LOOK_UPS);
        centre.directory.throwing(() -> new IllegalStateException("a record of another age"));
        bench.time.advance(PULL);
        assertThat(bench.told.ended).containsExactly(SessionEnd.CHANGED);
        assertThat(gate.revocationWindow()).isLessThan(PULL);
    }

    @Test
    void isNotUpToDateBehindAGapUntilAllIsReadAgain() {
        rebuild(centre.untold());
        expectPermit();
        loseTheLog();
        centre.directory.only(Calls.LOOK_UPS);
        centre.directory.down();
        bench.time.advance(PULL.multipliedBy(4));
        assertThat(gate.revocationWindow()).isGreaterThan(PULL.multipliedBy(3));
        expectPermit();
        centre.directory.healthy();
        bench.time.advance(PULL);
        assertThat(gate.revocationWindow()).isLessThan(PULL);
        assertThat(bench.told.ended).isEmpty();
    }

    /** What had been handed over of the page, nobody knows. */
    @Test
    void beginsAnewWhenAPageCouldNotBeHandedOver() {
        rebuild(centre.untold());
        expectPermit();
        centre.directory.namingNothing();
        centre.disable("k1");
        bench.time.advance(PULL);
        centre.directory.healthy();
        bench.time.advance(PULL);
        expect(Denial.DISABLED);
        assertThat(feed().failures()).isPositive();
        assertThat(feed().gaps()).isZero();
    }

    /** It comes down to reading all again each time. */
    @Test
    void keepsUpWithALogThatSaysGapForEver() {
        rebuild(centre.untold());
        expectPermit();
        centre.directory.sayingGap();
        int before = centre.directory.feedCalls();
        bench.time.advance(PULL.multipliedBy(10));
        assertThat(centre.directory.feedCalls() - before)
                .as("no pull asks without end")
                .isLessThanOrEqualTo(6 * 20);
        assertThat(bench.told.alarms).anyMatch(alarm -> alarm.startsWith("feed-unavailable"));
        assertThat(bench.told.ended).isEmpty();
        assertThat(gate.revocationWindow()).isLessThanOrEqualTo(PULL);
        centre.disable("k1");
        bench.time.advance(PULL);
        expect(Denial.DISABLED);
    }

    @Test
    void readsALogThatStandsStillOncePerPull() {
        centre.records.assign("acme", "gold");
        expectPermit();
        centre.directory.only(Calls.FEED);
        centre.directory.standingStill();
        int before = centre.directory.feedCalls();
        bench.time.advance(PULL);
        assertThat(centre.directory.feedCalls() - before).isLessThanOrEqualTo(6);
        expectStaleAndRecovery();
    }

    @Test
    void servesOnWhileTheLogAnswersNull() {
        expectPermit();
        centre.directory.only(Calls.FEED);
        centre.directory.answeringNull();
        expectStaleAndRecovery();
    }

    static List<Supplier<Throwable>> everyThrowable() {
        return TallygateTest.everyThrowable();
    }

    @ParameterizedTest
    @MethodSource("everyThrowable")
    void servesOnWhateverTheLogThrows(Supplier<Throwable> thrown) {
        expectPermit();
        centre.directory.only(Calls.FEED);
        centre.directory.throwing(thrown);
        expectStaleAndRecovery();
    }

    @ParameterizedTest
    @MethodSource("everyThrowable")
    void admitsNobodyNewWhateverTheDirectoryThrowsAndRecovers(Supplier<Throwable> thrown) {
        expectPermit();
        centre.put("k2");
        centre.directory.throwing(thrown);
        bench.time.advance(PULL);
        Thread.interrupted();
        assertThat(denial(GateBench.admit(gate, "k2"))).isEqualTo(Denial.UNAVAILABLE);
        Thread.interrupted();
        expectStaleAndRecovery();
        assertThat(GateBench.admit(gate, "k2")).isInstanceOf(Permit.class);
    }

    private void expectStaleAndRecovery() {
        bench.time.advance(Duration.ofMinutes(2));
        Thread.interrupted(); // the threads that pull are this one here
        centre.disable("k1");
        expectPermit();
        assertThat(gate.revocationWindow()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        assertThat(feed().failures()).isGreaterThanOrEqualTo(24);
        assertThat(bench.told.alarms.stream().filter(alarm -> alarm.startsWith("feed-unavailable")))
                .as("one trouble, one alarm")
                .hasSize(1);
        assertThat(bench.told.alarms).noneMatch(line -> line.contains("\n"));
        Thread.interrupted();
        centre.directory.healthy();
        bench.time.advance(PULL);
        assertThat(gate.revocationWindow()).isLessThanOrEqualTo(PULL);
        expect(Denial.DISABLED);
        assertThat(feed().hanging()).isZero();
        centre.enable("k1");
        expectPermit();
    }

    @Test
    void asksToBeToldAgainUntilTheDirectoryDoes() {
        centre.directory.only(Calls.SUBSCRIPTIONS);
        centre.directory.down();
        rebuild(centre.builder());
        assertThat(feed().subscribed()).isFalse();
        assertThat(bench.told.alarms).anyMatch(alarm -> alarm.startsWith("feed-push-unavailable"));
        centre.directory.healthy();
        bench.time.advance(PULL);
        assertThat(feed().subscribed()).isTrue();
        expectPermit();
        centre.disable("k1");
        expect(Denial.DISABLED);
    }

    @Test
    void isNotToldAnyMoreOnceClosed() {
        gate.close();
        long news = feed().news();
        centre.disable("k1");
        assertThat(feed().news()).isEqualTo(news);
        assertThat(feed().subscribed()).isFalse();
    }

    @Test
    void ignoresWhatAPullThatWasGivenUpBringsLate() {
        rebuild(centre.untold());
        expectPermit();
        centre.disable("k1");
        centre.directory.only(Calls.FEED);
        centre.directory.delayedBy(() -> {
            centre.directory.healthy();
            bench.time.advance(PULL.multipliedBy(2));
        });
        bench.time.advance(PULL);
        expect(Denial.DISABLED);
        assertThat(feed().changes()).as("applied once").isOne();
        assertThat(feed().failures()).isOne();
        assertThat(feed().hanging()).isZero();
    }

    @Test
    void knowsHowOldItsKnowledgeMayBe() {
        rebuild(centre.untold());
        assertThat(gate.revocationWindow()).isZero();
        bench.time.advance(PULL.dividedBy(4));
        assertThat(gate.revocationWindow()).isEqualTo(PULL.dividedBy(4));
        bench.time.advance(PULL);
        assertThat(gate.revocationWindow()).isLessThanOrEqualTo(PULL);
        centre.directory.answeringAsOf(bench.time.instant().minusSeconds(60));
        bench.time.advance(PULL);
        assertThat(gate.revocationWindow())
                .as("a copy says nothing new, and takes nothing back")
                .isBetween(PULL, PULL.multipliedBy(2));
    }

    @Test
    void countsTheAgeOfACopyThatItBeganFrom() {
        centre.directory.answeringAsOf(bench.time.instant().minusSeconds(60));
        rebuild(centre.untold());
        assertThat(gate.revocationWindow()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void deniesEverybodyWhenItsKnowledgeIsTooOldAndGoesOnWhenItIsNot() {
        Duration limit = Duration.ofMinutes(1);
        rebuild(centre.untold().freshness(f -> f.denyAfter(limit)));
        expectPermit();
        centre.directory.only(Calls.FEED);
        centre.directory.down();
        Duration left = limit.minus(gate.revocationWindow());
        bench.time.advance(left);
        expectPermit();
        assertThat(gate.ready()).isTrue();
        bench.time.advance(Duration.ofNanos(1));
        expect(Denial.UNAVAILABLE);
        assertThat(denial(GateBench.admit(gate, "x"))).isEqualTo(Denial.UNAVAILABLE);
        assertThat(gate.ready()).isFalse();
        bench.time.advance(limit);
        assertThat(bench.told.alarms).anyMatch(alarm -> alarm.startsWith("freshness-lapsed"));
        centre.directory.healthy();
        bench.time.advance(PULL);
        expectPermit();
        assertThat(gate.ready()).isTrue();
    }

    @Test
    void admitsNobodyBeforeItHasReadTheFirstState() {
        centre.directory.only(Calls.FEED);
        centre.directory.down();
        rebuild(centre.untold());
        assertThat(gate.ready()).isFalse();
        expect(Denial.UNAVAILABLE);
        assertThat(bench.calls).as("nobody is asked").hasValue(0);
        centre.directory.healthy();
        bench.time.advance(PULL);
        assertThat(gate.ready()).isTrue();
        expectPermit();
    }

    @Test
    void asksAgainWhenAChangeHasOvertakenTheLookUp() {
        bench.centre = token -> {
            Resolution<TinyBearer.Token> old = centre.resolve(token);
            bench.centre = centre::resolve;
            centre.disable(token);
            return old;
        };
        expect(Denial.DISABLED);
        assertThat(bench.calls).hasValue(2);
        assertThat(bench.told.begun).isEmpty();
    }

    @Test
    void givesUpWhenALookUpIsOvertakenTwice() {
        bench.centre = token -> {
            Resolution<TinyBearer.Token> old = centre.resolve(token);
            centre.change(token, record -> record);
            return old;
        };
        expect(Denial.UNAVAILABLE);
        assertThat(bench.calls).hasValue(2);
        bench.centre = centre::resolve;
        expectPermit();
    }

    @Test
    void beginsNoSessionFromWhatWasRememberedBeforeTheChange() {
        bench.meter.ready = false;
        expect(Denial.UNAVAILABLE);
        bench.meter.ready = true;
        centre.disable("k1");
        expect(Denial.DISABLED);
        centre.enable("k1");
        expectPermit();
        assertThat(bench.calls).hasValue(3);
    }

    @Test
    void keepsRefusalsOfTheDirectoryApartFromThoseOfTheHost() {
        Revocation revocation = new Revocation.OfAccount(new AccountId("acme-k1"));
        expectPermit();
        centre.records.revoke(revocation, null);
        expect(Denial.REVOKED);
        gate.revoke(revocation, bench.time.instant().plusSeconds(60));
        assertThat(gate.status().revocations()).isEqualTo(2);
        centre.records.reinstate(revocation);
        expect(Denial.REVOKED);
        bench.time.advance(StandingRevocations.MARGIN.plusMinutes(2));
        assertThat(gate.status().revocations()).isZero();
        expectPermit();
        assertThat(bench.told.ended).containsExactly(SessionEnd.REVOKED);
    }

    @Test
    void revokesWhatWasIssuedBeforeAnInstantAmongThoseNamed() {
        Instant born = Instant.parse("2026-01-01T00:00:00Z");
        bench.centre = token ->
                TinyBearer.known(Entitlement.of(new AccountId(token), Provenance.token("iss", "kid", token, born)));
        Decision one = GateBench.admit(gate, "a");
        Decision other = GateBench.admit(gate, "b");
        assertThat(List.of(one, other)).allMatch(Decision::permitted);
        Revocation among = new Revocation.OfAccount(new AccountId("a"));
        centre.records.revoke(new Revocation.IssuedBefore(born, among), null);
        assertThat(GateBench.admit(gate, "a")).isInstanceOf(Permit.class);
        centre.records.revoke(new Revocation.IssuedBefore(born.plusMillis(1), among), null);
        assertThat(denial(GateBench.admit(gate, "a"))).isEqualTo(Denial.REVOKED);
        assertThat(GateBench.admit(gate, "b")).isInstanceOf(Permit.class);
        centre.records.revoke(new Revocation.IssuedBefore(born.plusMillis(1)), null);
        assertThat(denial(GateBench.admit(gate, "b"))).isEqualTo(Denial.REVOKED);
    }

    @Test
    void saysWhatItKnowsOfItself() {
        expectPermit();
        gate.revoke(new Revocation.OfAccount(new AccountId("else")));
        bench.time.advance(Duration.ofMillis(1));
        GateStatus status = gate.status();
        assertThat(status.sessions()).isOne();
        assertThat(status.revocations()).isOne();
        assertThat(status.revocationWindow()).isEqualTo(Duration.ofMillis(1));
        assertThat(status.feed()).isEqualTo(new GateStatus.Feed(1, 0, 0, 0, 0, 0, true));
    }

    @Test
    void missesNothingWithoutADirectory() {
        rebuild(bench.builder().freshness(f -> f.denyAfter(Duration.ofMinutes(1))));
        bench.time.advance(Duration.ofHours(1));
        GateStatus status = gate.status();
        assertThat(status.feed()).isNull();
        assertThat(status.revocationWindow()).isZero();
        assertThat(status.filter().standing()).isFalse();
        expectPermit();
    }
}
