package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ContinuedDirectory;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Changes, pulls, look-ups that are overtaken, outages and restarts at random. Whatever a look-up answers must have been so
 * at some time since the last change that this edge has applied, or still been so; and what the edge knows to be revoked it
 * must not be told while the centre is away.
 */
class ContinuityModelTest {
    private static final int RUNS = 40;
    private static final int STEPS = 400;
    private static final List<AccountId> ACCOUNTS = List.of(new AccountId("acme"), new AccountId("globex"));

    @Test
    void tellsNothingThatIsOlderThanWhatWasApplied() {
        long seed = new Random().nextLong();
        int alone = 0;
        for (int run = 0; run < RUNS; run++) {
            Edge edge = new Edge(seed + run);
            for (int step = 0; step < STEPS; step++) {
                edge.step("seed " + (seed + run) + ", step " + step);
            }
            assertThat(edge.time.failures()).as("seed %d", seed + run).isEmpty();
            alone += edge.answersAlone;
        }
        // 944 in the mean of 500 seeds, with a standard deviation of 83.
        assertThat(alone).as("answers while the centre was away, seed %d", seed).isGreaterThan(RUNS * 10);
    }

    /** One edge and its centre, whose every past state is known. */
    private static final class Edge {
        final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
        private final Random random;
        private final InMemoryDirectory records = new InMemoryDirectory(time);
        private final FaultyDirectory centre;
        private final Continuity continuity;

        /** By the number of the change behind which it was so: the records without plans, and the plans. */
        private final List<Map<CredentialId, CredentialRecord>> recordsAt = new ArrayList<>();

        private final List<Map<AccountId, String>> plansAt = new ArrayList<>();
        private ContinuedDirectory directory;
        private LogReader reader;
        private boolean away;
        private long applied;
        int answersAlone;

        Edge(long seed) {
            random = new Random(seed);
            centre = FaultyDirectory.around(new InterruptedLookUp(records, this::meanwhile));
            continuity = Continuity.in(new MemorySnapshotDisk())
                    .sealedBy("2026", () -> SealTest.secret(1))
                    .maxRecords(12);
            recordsAt.add(Map.of());
            plansAt.add(Map.of());
            live();
        }

        private void live() {
            Environment environment =
                    new Environment(time, new Random(42), time, new Listener() {}, Optional.of(centre));
            directory = continuity.open(environment);
            reader = new LogReader(directory.changes().orElseThrow());
        }

        void step(String where) {
            switch (random.nextInt(16)) {
                case 0, 1 -> change();
                case 2, 3 -> pull();
                case 4 -> outage();
                case 5 -> time.advance(Duration.ofSeconds(random.nextInt(20)));
                case 6 -> restart();
                default -> lookUp(where);
            }
        }

        /** Between the answer of the centre and its return. */
        private void meanwhile() {
            if (random.nextInt(3) == 0) {
                change();
                if (random.nextBoolean()) {
                    pull();
                }
            }
        }

        private void outage() {
            away = random.nextBoolean();
            if (away) {
                centre.down();
            } else {
                centre.healthy();
            }
        }

        private void restart() {
            directory.close();
            live();
            pull();
        }

        private void pull() {
            reader.pull();
            if (reader.position != null) {
                applied = reader.position.number();
            }
        }

        private void change() {
            CredentialId id = anyId();
            AccountId account = ACCOUNTS.get(random.nextInt(2));
            Optional<CredentialRecord> present = records.find(id);
            switch (random.nextInt(6)) {
                case 0 -> records.assign(account, "plan-" + random.nextInt(3));
                case 1 -> records.revoke(new Revocation.OfCredential(id), null);
                case 2 -> records.reinstate(new Revocation.OfCredential(id));
                case 3 -> present.ifPresent(record -> records.delete(id, record.version()));
                default ->
                    present.ifPresentOrElse(
                            record -> records.update(record.withDisabled(!record.disabled())),
                            () -> records.insert(record(id, account)));
            }
            remember();
        }

        private void remember() {
            Map<CredentialId, CredentialRecord> now = new HashMap<>();
            Map<AccountId, String> plans = new HashMap<>();
            ACCOUNTS.forEach(account -> {
                records.plan(account).ifPresent(plan -> plans.put(account, plan));
                records.list(account).forEach(record -> now.put(record.id(), bare(record)));
            });
            long number = records.changes().orElseThrow().state().position().number();
            while (recordsAt.size() <= number) {
                recordsAt.add(now);
                plansAt.add(plans);
            }
        }

        private void lookUp(String where) {
            CredentialId id = anyId();
            long from = applied;
            boolean alone = away && reader.position != null;
            Optional<CredentialRecord> found;
            try {
                found = directory.find(id);
            } catch (DirectoryUnavailableException unknown) {
                return;
            }
            answersAlone += alone ? 1 : 0;
            assertThat(recordsAt.subList((int) from, recordsAt.size()))
                    .as(where)
                    .anySatisfy(then ->
                            assertThat(Optional.ofNullable(then.get(id))).isEqualTo(found.map(Edge::bare)));
            found.ifPresent(record -> {
                AccountId account = record.entitlement().account();
                assertThat(plansAt.subList((int) from, plansAt.size()))
                        .as(where)
                        .anySatisfy(then -> assertThat(then.get(account))
                                .isEqualTo(record.entitlement().plan()));
            });
            if (alone) {
                assertThat(reader.revoked).as(where).doesNotContain(new Revocation.OfCredential(id));
            }
        }

        private CredentialId anyId() {
            return new CredentialId("key-" + random.nextInt(8));
        }

        private static CredentialRecord bare(CredentialRecord record) {
            return record.withEntitlement(record.entitlement().withPlan(null));
        }

        private static CredentialRecord record(CredentialId id, AccountId account) {
            Entitlement entitlement = Entitlement.of(account, Provenance.recorded(id, null));
            return new CredentialRecord(id, "api-key", List.of(), entitlement, false, 0);
        }
    }
}
