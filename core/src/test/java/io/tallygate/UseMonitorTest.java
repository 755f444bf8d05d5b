package io.tallygate;

import static io.tallygate.GateBench.admit;
import static io.tallygate.GateBench.denial;
import static io.tallygate.GateBench.entitlement;
import static io.tallygate.GateBench.request;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Network;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.testing.FaultyDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UseMonitorTest {
    private static final CredentialId K1 = new CredentialId("k1");
    private static final Network HOME = Network.parse("192.0.2.0/24");
    private static final Demand ADMIN = Demand.of("admin");

    private final GateBench bench = new GateBench();
    private final InMemoryDirectory records = new InMemoryDirectory(bench.time);
    private final FaultyDirectory directory = FaultyDirectory.around(records);
    private Tallygate gate = gate(m -> m);

    private Tallygate gate(UnaryOperator<MonitorSettings> monitor) {
        return bench.builder().directory(directory).monitor(monitor).build();
    }

    private void rebuild(UnaryOperator<MonitorSettings> monitor) {
        gate.close();
        gate = gate(monitor);
    }

    {
        insert("k1");
    }

    @AfterEach
    void close() {
        gate.close();
        assertThat(bench.time.pending()).isZero();
        assertThat(bench.time.failures()).isEmpty();
    }

    private void insert(String id) {
        Entitlement given = entitlement("acme", id);
        bench.known.put(id, given);
        records.insert(new CredentialRecord(new CredentialId(id), "tiny", List.of(), given, false, 0));
    }

    private CredentialUse use() {
        return records.use(K1).orElseThrow();
    }

    /** Long enough that both has been done: looking over, and sending what that found. */
    private void pass() {
        bench.time.advance(ofMinutes(2));
    }

    @Test
    void tellsTheDirectoryHowACredentialWasUsed() {
        for (int i = 0; i < 5; i++) {
            assertThat(gate.admit(request("k1").peer("192.0.2.7"), Demand.plain()))
                    .isInstanceOf(Permit.class);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(denial(gate.admit(request("k1").peer("192.0.2.8"), ADMIN)))
                    .isEqualTo(Denial.INSUFFICIENT_SCOPE);
        }
        Instant now = bench.time.instant();
        pass();
        assertThat(use())
                .isEqualTo(new CredentialUse(K1, now, 5, Map.of(Denial.INSUFFICIENT_SCOPE, 3L), Map.of(HOME, now)));
        admit(gate, "k1");
        pass();
        assertThat(use().permits()).isEqualTo(6);
        assertThat(use().lastUsed()).isEqualTo(now.plus(ofMinutes(2)));
    }

    @Test
    void asksNothingOfTheDirectoryWhenNothingWasUsed() {
        int before = directory.calls();
        pass();
        assertThat(directory.calls()).isEqualTo(before);
        admit(gate, "k1");
        pass();
        int after = directory.calls();
        bench.time.advance(ofSeconds(59));
        assertThat(records.use(K1)).isPresent();
        assertThat(directory.calls() - after)
                .as("records read again, no use sent")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void countsWhatTheMeterDenies() {
        admit(gate, "k1");
        bench.meter.instead = () -> Deny.because(Denial.QUOTA_EXHAUSTED);
        admit(gate, "k1");
        pass();
        assertThat(use().denials()).isEqualTo(Map.of(Denial.QUOTA_EXHAUSTED, 1L));
    }

    @Test
    void countsADenialBeforeThereIsASession() {
        gate.admit(request("k1"), ADMIN);
        pass();
        assertThat(use().denials()).isEqualTo(Map.of(Denial.INSUFFICIENT_SCOPE, 1L));
        assertThat(use().permits()).isZero();
    }

    @Test
    void watchesOnlyCredentialsThatHaveARecord() {
        bench.known.put("t1", Entitlement.of(new AccountId("acme"), Provenance.token("iss", "kid", "jti", null)));
        admit(gate, "t1");
        gate.admit(request("t1"), ADMIN);
        admit(gate, "unknown");
        pass();
        assertThat(records.use(K1)).isEmpty();
    }

    @Test
    void looksAtNoMoreRequestsThanItIsTold() {
        gate.admit(request("k1").peer("192.0.2.7"), Demand.plain());
        bench.time.advance(ofMillis(999));
        gate.admit(request("k1").peer("198.51.100.7"), Demand.plain());
        bench.time.advance(ofMillis(1));
        gate.admit(request("k1").peer("203.0.113.7"), Demand.plain());
        pass();
        assertThat(use().networks()).containsOnlyKeys(HOME, Network.parse("203.0.113.0/24"));
        assertThat(use().permits()).isEqualTo(3);
    }

    @Test
    void looksAtAllRequestsIfToldSo() {
        rebuild(m -> m.lookEvery(ofSeconds(0)));
        for (int i = 0; i < 40; i++) {
            gate.admit(request("k1").peer("10.0." + i + ".1"), Demand.plain());
        }
        gate.admit(request("k1").peer("10.0.0.2"), Demand.plain());
        pass();
        assertThat(use().networks()).hasSize(CredentialUse.MAX_NETWORKS).containsKey(Network.parse("10.0.0.0/24"));
    }

    @Test
    void keepsWhatCouldNotBeSentWhileTheDirectoryIsAway() {
        directory.down();
        for (int i = 0; i < 3; i++) {
            admit(gate, "k1");
            pass();
        }
        assertThat(records.use(K1)).isEmpty();
        assertThat(bench.told.alarms)
                .filteredOn(alarm -> alarm.startsWith("uses-not-sent"))
                .hasSize(1);
        directory.healthy();
        pass();
        assertThat(use().permits()).isEqualTo(3);
    }

    @Test
    void sendsOnBehindWhatTheDirectoryCannotTake() {
        directory.throwing(() -> new StackOverflowError("deep"));
        admit(gate, "k1");
        pass();
        directory.healthy();
        admit(gate, "k1");
        pass();
        assertThat(use().permits()).as("the first is lost, and said to be").isEqualTo(1);
        assertThat(bench.told.alarms).anyMatch(alarm -> alarm.contains("they are lost"));
    }

    @Test
    void sendsInBatches() {
        for (int i = 0; i < UseMonitor.BATCH + 1; i++) {
            insert("p" + i);
            admit(gate, "p" + i);
        }
        pass();
        for (int i = 0; i < UseMonitor.BATCH + 1; i++) {
            assertThat(records.use(new CredentialId("p" + i)).orElseThrow().permits())
                    .isOne();
        }
    }

    @Test
    void leavesAloneWhatItHasNoRoomFor() {
        rebuild(m -> m.maxCredentials(1));
        insert("k2");
        admit(gate, "k1");
        assertThat(admit(gate, "k2")).isInstanceOf(Permit.class);
        gate.admit(request("k2"), ADMIN);
        pass();
        assertThat(use().permits()).isOne();
        assertThat(records.use(new CredentialId("k2"))).isEmpty();
        assertThat(bench.told.alarms).anyMatch(alarm -> alarm.startsWith("monitor-full"));
    }

    @Test
    void forgetsACredentialOnlyWhenNoSessionCanCountForItAnyMore() {
        rebuild(m -> m.maxCredentials(1));
        insert("k2");
        admit(gate, "k1");
        bench.time.advance(ofHours(23));
        assertThat(bench.told.ended).isEmpty();
        admit(gate, "k1");
        pass();
        assertThat(use().permits()).as("of the session that has gone on").isEqualTo(2);
        bench.time.advance(ofHours(25));
        admit(gate, "k2");
        pass();
        assertThat(records.use(new CredentialId("k2")))
                .as("there is room again")
                .isPresent();
    }

    @Test
    void countsExactlyWhateverRequestsDoAtOnce() throws Exception {
        rebuild(m -> m.lookEvery(ofSeconds(0)));
        int threads = 4;
        int each = 20_000;
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(callers.submit(() -> {
                for (int j = 0; j < each; j++) {
                    admit(gate, "k1");
                }
            }));
        }
        for (int i = 0; i < 20; i++) {
            pass();
        }
        for (Future<?> one : all) {
            one.get();
        }
        callers.shutdown();
        pass();
        assertThat(use().permits()).isEqualTo((long) threads * each);
    }

    @Test
    void watchesNothingUnlessAskedTo() {
        gate.close();
        gate = bench.builder().directory(directory).build();
        admit(gate, "k1");
        gate.admit(request("k1"), ADMIN);
        pass();
        assertThat(records.use(K1)).isEmpty();
        assertThat(gate.describe()).contains("monitor off");
    }

    @Test
    void describesItself() {
        assertThat(gate.describe()).contains("monitor [every=PT1M, lookEvery=PT1S, maxCredentials=100000");
    }
}
