package io.tallygate;

import static io.tallygate.GateBench.denial;
import static io.tallygate.GateBench.entitlement;
import static io.tallygate.GateBench.request;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.LosingReplies;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.AccountId;
import io.tallygate.model.Anomaly;
import io.tallygate.model.Anomaly.Kind;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Network;
import io.tallygate.model.Permit;
import io.tallygate.model.Revocation;
import io.tallygate.spi.Listener.SessionEnd;
import io.tallygate.testing.FakeRequest;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules, each just short of and just past what it says; by manual time, at a look every minute. */
class AnomalyTest {
    private static final CredentialId K1 = new CredentialId("k1");

    private final GateBench bench = new GateBench();
    private final InMemoryDirectory records = new InMemoryDirectory(bench.time);
    private Tallygate gate = builder(a -> a).build();

    private TallygateBuilder builder(UnaryOperator<AnomalySettings> rules) {
        Entitlement given = entitlement("acme", "k1");
        if (records.find(K1).isEmpty()) {
            records.insert(new CredentialRecord(K1, "tiny", List.of(), given, false, 0));
        }
        return bench.builder().directory(records).failures(10_000, ofSeconds(1)).monitor(m -> m.anomalies(rules));
    }

    private void rebuild(TallygateBuilder builder) {
        gate.close();
        gate = builder.build();
    }

    @AfterEach
    void close() {
        gate.close();
        assertThat(bench.time.pending()).isZero();
        assertThat(bench.time.failures()).isEmpty();
    }

    private Decision from(String address) {
        return gate.admit(request("k1").peer(address), Demand.plain());
    }

    private void permitted(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(from("192.0.2.7")).isInstanceOf(Permit.class);
        }
    }

    private void outOfScope(int times) {
        for (int i = 0; i < times; i++) {
            gate.admit(request("k1").peer("192.0.2.7"), Demand.of("admin"));
        }
    }

    private void minute() {
        bench.time.advance(ofMinutes(1));
    }

    /** Used once an hour, so that it is known after a day. */
    private void learn() {
        for (int i = 0; i <= 24; i++) {
            permitted(1);
            bench.time.advance(ofHours(1));
        }
        assertThat(bench.told.anomalies).isEmpty();
    }

    private Anomaly only() {
        assertThat(bench.told.anomalies).hasSize(1);
        return bench.told.anomalies.get(0);
    }

    private List<Kind> kinds() {
        return bench.told.anomalies.stream().map(Anomaly::kind).toList();
    }

    @Test
    void tellsOfANetworkThatIsNewToACredentialItKnows() {
        learn();
        from("198.51.100.9");
        minute();
        Anomaly told = only();
        assertThat(told.kind()).isEqualTo(Kind.NEW_NETWORK);
        assertThat(told.credential()).isEqualTo(K1);
        assertThat(told.account()).isEqualTo(new AccountId("acme"));
        assertThat(told.network()).isEqualTo(Network.parse("198.51.100.0/24"));
        assertThat(told.suspendedUntil()).isNull();
        from("198.51.100.200");
        from("192.0.2.1");
        minute();
        assertThat(kinds()).hasSize(1);
        from("203.0.113.1");
        minute();
        assertThat(kinds()).as("another one, within the hour").hasSize(2);
    }

    @Test
    void tellsOfNoNetworkWhileItLearns() {
        permitted(1);
        bench.time.advance(ofHours(23));
        from("198.51.100.9");
        minute();
        assertThat(bench.told.anomalies).isEmpty();
    }

    @Test
    void findsNothingNewInTheFirstNetworkOfAll() {
        rebuild(builder(a -> a.learning(ofSeconds(0))));
        permitted(1);
        minute();
        assertThat(bench.told.anomalies).isEmpty();
        from("198.51.100.9");
        minute();
        assertThat(kinds()).containsExactly(Kind.NEW_NETWORK);
    }

    @Test
    void findsACredentialOfManyNetworksAtHomeEverywhere() {
        rebuild(builder(a -> a.learning(ofSeconds(0))));
        for (int i = 0; i < 30; i++) {
            from("10.0." + i + ".1");
            minute();
        }
        assertThat(kinds())
                .as("the first is not new, those behind the 16th are nothing new")
                .hasSize(15);
    }

    @Test
    void tellsOfMoreThanManyTimesTheBusiestMinute() {
        rebuild(builder(a -> a.rate(3, 10)));
        learn();
        permitted(20);
        minute();
        assertThat(only().kind()).as("more than ten, which is the least").isEqualTo(Kind.RATE_JUMP);
        assertThat(only().seen()).isEqualTo(20);
        assertThat(only().most()).isEqualTo(10);
        bench.time.advance(ofHours(1));
        permitted(56);
        minute();
        assertThat(kinds()).as("not three times the 20, by now faded to 19").hasSize(1);
        bench.time.advance(ofHours(1));
        permitted(180);
        minute();
        assertThat(kinds()).containsExactly(Kind.RATE_JUMP, Kind.RATE_JUMP);
    }

    @Test
    void forgetsTheBusiestMinuteByHalfEachDay() {
        rebuild(builder(a -> a.rate(2, 10).quiet(ofSeconds(0))));
        learn();
        permitted(64);
        minute();
        assertThat(kinds()).hasSize(1);
        for (int i = 0; i < 48; i++) {
            bench.time.advance(ofHours(1));
            permitted(1);
        }
        permitted(29);
        minute();
        assertThat(kinds())
                .as("a little less than 16 are left, and these are 30")
                .hasSize(1);
        permitted(62);
        minute();
        assertThat(kinds()).as("more than twice these 30").hasSize(2);
    }

    @Test
    void takesALateLookForALongerInterval() {
        AnomalyRules rules = new AnomalyRules(AnomalySettings.standard().outOfScope(20));
        CredentialUse hundred =
                new CredentialUse(K1, bench.time.instant(), 0, Map.of(Denial.INSUFFICIENT_SCOPE, 100L), Map.of());
        assertThat(rules.judge(new Habits(0), hundred, 0.2, 0)).hasSize(1);
        assertThat(rules.judge(new Habits(0), hundred, 0.19, 0)).isEmpty();
    }

    @Test
    void tellsOfManyAttemptsOutOfScope() {
        outOfScope(19);
        minute();
        minute();
        assertThat(bench.told.anomalies).isEmpty();
        outOfScope(20);
        minute();
        minute();
        assertThat(only().kind()).isEqualTo(Kind.OUT_OF_SCOPE);
        assertThat(only().seen()).isEqualTo(20);
        assertThat(only().most()).isEqualTo(19);
    }

    @Test
    void tellsTheSameOnceAnHour() {
        for (int i = 0; i < 60; i++) {
            outOfScope(20);
            minute();
        }
        assertThat(bench.told.anomalies).hasSize(1);
        outOfScope(20);
        minute();
        outOfScope(20);
        minute();
        assertThat(bench.told.anomalies).hasSize(2);
    }

    @Test
    void tellsOfABurstOfFailuresOfAProvenCredential() {
        permitted(1);
        gate.revoke(new Revocation.OfCredential(K1));
        for (int i = 0; i < 20; i++) {
            assertThat(denial(from("192.0.2.7"))).isEqualTo(Denial.REVOKED);
        }
        minute();
        minute();
        assertThat(only().kind()).isEqualTo(Kind.FAILURE_BURST);
    }

    @Test
    void countsNothingAgainstACredentialThatWasNotProven() {
        rebuild(builder(a -> a.suspend(ofMinutes(5), Kind.values())));
        for (int i = 0; i < 100; i++) {
            gate.admit(request("k1x").peer("192.0.2.7"), Demand.plain());
            gate.admit(FakeRequest.get("/").header("Authorization", "Tiny \u00E9"), Demand.plain());
        }
        minute();
        minute();
        assertThat(bench.told.anomalies).isEmpty();
        permitted(1);
    }

    @Test
    void suspendsAtOnceAndForAWhile() {
        rebuild(builder(a -> a.suspend(ofMinutes(5), Kind.OUT_OF_SCOPE)));
        permitted(1);
        outOfScope(20);
        while (bench.told.anomalies.isEmpty()) {
            bench.time.advance(ofSeconds(1));
        }
        assertThat(only().suspendedUntil()).isEqualTo(only().at().plus(ofMinutes(5)));
        assertThat(bench.told.ended).containsExactly(SessionEnd.REVOKED);
        assertThat(bench.told.alarms).anyMatch(alarm -> alarm.startsWith("credential-suspended"));
        assertThat(denial(from("192.0.2.7"))).isEqualTo(Denial.REVOKED);
        bench.time.advance(ofMinutes(4));
        assertThat(denial(from("192.0.2.7"))).isEqualTo(Denial.REVOKED);
        bench.time.advance(ofMinutes(2));
        permitted(1);
        assertThat(records.find(K1).orElseThrow().disabled())
                .as("nobody asked for that")
                .isFalse();
    }

    @Test
    void doesNotProlongASuspensionByWhatItRefuses() {
        rebuild(builder(a -> a.suspend(ofMinutes(5), Kind.OUT_OF_SCOPE, Kind.FAILURE_BURST)));
        outOfScope(20);
        for (int i = 0; i < 5; i++) {
            minute();
            outOfScope(30);
        }
        bench.time.advance(ofMinutes(2));
        permitted(1);
        assertThat(kinds()).containsExactly(Kind.OUT_OF_SCOPE);
    }

    @Test
    void suspendsAgainWhateverWasToldWithinTheHour() {
        rebuild(builder(a -> a.suspend(ofMinutes(1), Kind.OUT_OF_SCOPE)));
        for (int i = 0; i < 3; i++) {
            outOfScope(20);
            minute();
            minute();
            minute();
        }
        assertThat(kinds()).hasSize(3);
    }

    @Test
    void doesNotLearnTheRateThatItSuspends() {
        rebuild(builder(a -> a.rate(3, 10).suspend(ofMinutes(1), Kind.RATE_JUMP)));
        learn();
        for (int i = 0; i < 2; i++) {
            permitted(20);
            minute();
            minute();
            minute();
        }
        assertThat(kinds()).containsExactly(Kind.RATE_JUMP, Kind.RATE_JUMP);
    }

    @Test
    void takesBackNothingThatTheHostHasRevoked() {
        rebuild(builder(a -> a.suspend(ofMinutes(1), Kind.OUT_OF_SCOPE)));
        outOfScope(20);
        minute();
        gate.revoke(new Revocation.OfCredential(K1));
        bench.time.advance(ofMinutes(5));
        assertThat(denial(from("192.0.2.7"))).isEqualTo(Denial.REVOKED);
    }

    @Test
    void disablesInTheDirectoryWhereItMay() {
        rebuild(builder(a -> a.suspend(ofMinutes(1), Kind.OUT_OF_SCOPE)).suspendIn(records));
        outOfScope(20);
        bench.time.advance(ofMinutes(5));
        assertThat(records.find(K1).orElseThrow().disabled()).isTrue();
        assertThat(records.history(K1, 1).get(0).actor()).isEqualTo("tallygate:suspension");
        assertThat(records.find(K1).orElseThrow().version()).as("once").isEqualTo(2);
    }

    @Test
    void disablesOnceThoughTheReplyWasLost() {
        LosingReplies losing = LosingReplies.of(records);
        rebuild(builder(a -> a.suspend(ofMinutes(1), Kind.OUT_OF_SCOPE)).suspendIn(losing));
        losing.loseNext();
        outOfScope(20);
        bench.time.advance(ofMinutes(5));
        assertThat(bench.told.alarms)
                .filteredOn(alarm -> alarm.startsWith("suspension-failed"))
                .hasSize(1);
        assertThat(records.find(K1).orElseThrow().version()).isEqualTo(2);
        assertThat(records.find(K1).orElseThrow().disabled()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithItsSettings() {
        TallygateBuilder wrong = builder(a -> a.learning(ofDays(31))
                        .rate(1, 0)
                        .failures(0)
                        .outOfScope(0)
                        .quiet(ofDays(31))
                        .suspend(ofSeconds(0)))
                .monitor(m -> m.every(ofHours(2)).lookEvery(ofHours(3)).maxCredentials(0))
                .suspendIn(records);
        assertThatThrownBy(wrong::build)
                .hasMessageContainingAll(
                        "monitor.every",
                        "monitor.lookEvery",
                        "monitor.maxCredentials",
                        "anomalies.learning",
                        "anomalies.rateFactor",
                        "anomalies.rateAtLeast",
                        "anomalies.failures",
                        "anomalies.outOfScope",
                        "anomalies.quiet",
                        "anomalies.suspendedFor",
                        "suspendIn");
    }
}
