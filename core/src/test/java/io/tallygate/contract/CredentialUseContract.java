package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Network;
import io.tallygate.model.Provenance;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DirectoryAdmin} keeps of how credentials are used. Extend {@link DirectoryContract} instead. */
abstract class CredentialUseContract {
    private static final CredentialId ONE = new CredentialId("used-1");
    private static final CredentialId TWO = new CredentialId("used-2");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Network HOME = Network.parse("192.0.2.0/24");
    private static final Network AWAY = Network.parse("2001:db8::/64");

    /** The one of this test. */
    DirectoryAdmin directory;

    /** An empty directory, for one test. */
    protected abstract DirectoryAdmin emptyDirectory();

    @BeforeEach
    void open() {
        directory = emptyDirectory();
    }

    private void addBoth() {
        add(ONE);
        add(TWO);
    }

    private void add(CredentialId id) {
        Entitlement given = Entitlement.of(new AccountId("users"), Provenance.recorded(id, null));
        directory.insert(new CredentialRecord(id, "api-key", List.of(), given, false, 0));
    }

    private static CredentialUse permits(CredentialId id, Instant lastUsed, long permits) {
        return new CredentialUse(id, lastUsed, permits, Map.of(), Map.of());
    }

    @Test
    void keepsHowACredentialWasUsed() {
        addBoth();
        CredentialUse use = new CredentialUse(
                ONE,
                NOON,
                7,
                Map.of(Denial.INSUFFICIENT_SCOPE, 2L, Denial.EXPIRED, 1L),
                Map.of(HOME, NOON, AWAY, NOON));
        directory.recordUses(List.of(use));
        assertThat(directory.use(ONE)).contains(use);
        assertThat(directory.use(TWO)).isEmpty();
        directory.recordUses(List.of());
        assertThat(directory.use(ONE)).contains(use);
    }

    @Test
    void addsCountsAndKeepsTheLaterTime() {
        addBoth();
        Instant later = NOON.plusSeconds(60);
        directory.recordUses(List.of(
                new CredentialUse(ONE, later, 3, Map.of(Denial.EXPIRED, 1L), Map.of(HOME, later)),
                permits(TWO, NOON, 1)));
        directory.recordUses(List.of(
                permits(TWO, later, 1),
                new CredentialUse(
                        ONE, NOON, 4, Map.of(Denial.EXPIRED, 2L, Denial.RESTRICTED, 1L), Map.of(HOME, NOON))));
        assertThat(directory.use(ONE))
                .contains(new CredentialUse(
                        ONE, later, 7, Map.of(Denial.EXPIRED, 3L, Denial.RESTRICTED, 1L), Map.of(HOME, later)));
        assertThat(directory.use(TWO)).contains(permits(TWO, later, 2));
    }

    @Test
    void addsUpWhatOneBatchSaysTwice() {
        addBoth();
        directory.recordUses(List.of(permits(ONE, NOON, 1), permits(ONE, NOON.minusSeconds(1), 2)));
        assertThat(directory.use(ONE)).contains(permits(ONE, NOON, 3));
    }

    @Test
    void keepsNothingOfWhatHasNoRecord() {
        addBoth();
        CredentialId unknown = new CredentialId("unknown");
        directory.recordUses(List.of(permits(unknown, NOON, 1), permits(ONE, NOON, 1)));
        assertThat(directory.use(unknown)).isEmpty();
        assertThat(directory.use(ONE)).isPresent();
    }

    @Test
    void forgetsTheUseWithItsRecord() {
        addBoth();
        directory.recordUses(List.of(permits(ONE, NOON, 1), permits(TWO, NOON, 1)));
        directory.delete(ONE, 1);
        assertThat(directory.use(ONE)).isEmpty();
        add(ONE);
        assertThat(directory.use(ONE)).isEmpty();
        assertThat(directory.use(TWO)).isPresent();
    }

    @Test
    void keepsTheLatestNetworks() {
        addBoth();
        Map<Network, Instant> latest = new HashMap<>();
        for (int i = 0; i < 3 * CredentialUse.MAX_NETWORKS; i++) {
            Network network = Network.parse("10.0." + i + ".0/24");
            Instant seen = NOON.plusSeconds(i);
            directory.recordUses(List.of(new CredentialUse(ONE, seen, 1, Map.of(), Map.of(network, seen))));
            if (i >= 2 * CredentialUse.MAX_NETWORKS) {
                latest.put(network, seen);
            }
        }
        CredentialUse use = directory.use(ONE).orElseThrow();
        assertThat(use.networks()).isEqualTo(latest);
        assertThat(use.permits()).isEqualTo(3L * CredentialUse.MAX_NETWORKS);
    }

    @Test
    void isNeitherAChangeOfTheRecordNorOneOfTheDirectory() {
        addBoth();
        ChangeFeed feed = directory.changes().orElseThrow();
        ChangeFeed.State before = feed.state();
        directory.recordUses(List.of(permits(ONE, NOON, 1)));
        assertThat(feed.state().position()).isEqualTo(before.position());
        assertThat(directory.find(ONE).orElseThrow().version()).isOne();
        assertThat(directory.history(ONE, 10)).hasSize(1);
    }

    @Test
    void takesFullBatchesOfManyEdgesAtOnce() throws Exception {
        addBoth();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> edges = new ArrayList<>();
        for (int edge = 0; edge < 4; edge++) {
            List<CredentialUse> batch =
                    new ArrayList<>(edge % 2 == 0 ? List.of(permits(ONE, NOON, 1), permits(TWO, NOON, 1)) : List.of());
            for (int i = batch.size(); i < ChangeFeed.MAX_PAGE - 2; i++) {
                batch.add(permits(new CredentialId("unknown-" + i), NOON, 1));
            }
            batch.addAll(edge % 2 == 0 ? List.of() : List.of(permits(TWO, NOON, 1), permits(ONE, NOON, 1)));
            edges.add(threads.submit(() -> {
                for (int round = 0; round < 5; round++) {
                    directory.recordUses(batch);
                }
            }));
        }
        for (Future<?> edge : edges) {
            edge.get();
        }
        threads.shutdown();
        assertThat(directory.use(ONE)).contains(permits(ONE, NOON, 20));
        assertThat(directory.use(TWO)).contains(permits(TWO, NOON, 20));
    }
}
