package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.TinyBearer;
import io.tallygate.contract.TinyBearer.Token;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A gate follows a directory that changes at random, also while it is being asked, while its answer is on its way, and
 * while a proof is verified; whose calls fail, and whose log is cut or begins anew. The model: a request is decided by
 * the state of the directory at some moment between the last page to the end of the log that was handed over before the
 * request came, and the request's own end; of record, plan and revocations each at a moment of its own. Unknown
 * credentials may be remembered for half a minute.
 */
class FollowingModelTest {
    private static final int STEPS = 2_500;
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(longs = {1, 2_026, -77, 424_242})
    void decidesNoRequestByOlderStateThanWasPulledBeforeItCame(long seed) {
        Walk walk = new Walk(seed);
        try {
            walk.run();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ", step " + walk.step, e);
        }
        walk.assertSawEnough();
    }

    private static final class Walk {
        private final Random random;
        private final GateBench bench = new GateBench();
        private final ChangingDirectory directory;
        private final Tallygate gate;
        private final Map<Denial, Integer> denials = new EnumMap<>(Denial.class);
        private int step;
        private int depth;
        private int permits;
        private int changedMeanwhile;
        private int abandoned;

        Walk(long seed) {
            random = new Random(seed);
            directory = new ChangingDirectory(random, bench.time::nanos, this::meanwhile);
            bench.centre = this::resolve;
            gate = bench.builder()
                    .directory(directory)
                    .failures(10_000, Duration.ofSeconds(1))
                    .random(new Random(seed))
                    .build();
        }

        void run() {
            for (step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> directory.changeAtRandom();
                    case 3 -> bench.time.advance(Duration.ofMillis(random.nextInt(3_000)));
                    case 4 -> directory.tell();
                    case 5 -> trouble();
                    default -> request();
                }
                if (step % 250 == 249) {
                    expectTheTruthAtRest();
                }
            }
            gate.close();
            assertThat(bench.time.failures()).isEmpty();
            assertThat(bench.time.pending()).isZero();
            assertThat(bench.meter.tabsClosed).hasValue(bench.meter.opened.get());
        }

        private void trouble() {
            switch (random.nextInt(8)) {
                case 0 -> directory.cut();
                case 1 -> directory.beginAnotherLog();
                case 2 -> directory.fail(1 + random.nextInt(3));
                case 3 -> abandon();
                default -> directory.heal();
            }
        }

        /** Changes come while somebody is at work, and news of them. */
        private void meanwhile() {
            if (depth > 0 || random.nextInt(4) > 0) {
                return;
            }
            depth++;
            changedMeanwhile++;
            for (int i = random.nextInt(4); i >= 0; i--) {
                directory.changeAtRandom();
            }
            if (random.nextBoolean()) {
                directory.tell();
            }
            if (random.nextInt(10) == 0) {
                bench.time.advance(Duration.ofSeconds(6)); // long enough for a pull to be given up
            }
            depth--;
        }

        private Resolution<Token> resolve(String token) {
            CredentialRecord record = directory.find(new CredentialId(token)).orElse(null);
            if (record == null) {
                return TinyBearer.unknown();
            }
            if (record.disabled()) {
                return new Resolution.Refused<>(Denial.DISABLED);
            }
            Proof<Token> proof = (credential, request, epochMillis) -> {
                meanwhile();
                return Verdict.verified();
            };
            return new Resolution.Known<>(record.entitlement(), proof);
        }

        /** A request that goes away at once: its look-up ends all the same, for the next one. */
        private void abandon() {
            Thread.currentThread().interrupt();
            GateBench.admit(gate, ChangingDirectory.anyId(random).value());
            assertThat(Thread.interrupted()).isTrue();
            abandoned++;
        }

        private void request() {
            CredentialId id = ChangingDirectory.anyId(random);
            boolean permitted = random.nextInt(5) > 0;
            int from = directory.handedOver();
            long since = bench.time.nanos();
            Decision decision =
                    gate.admit(GateBench.request(id.value()), permitted ? Demand.plain() : Demand.of("held-by-nobody"));
            judge(id, decision, from, since);
        }

        private void judge(CredentialId id, Decision decision, int from, long since) {
            Entitlement shown =
                    decision instanceof Permit permit ? permit.entitlement() : ((Deny) decision).entitlement();
            if (shown != null) {
                expect(from, "record", truth -> truth.holds(id, shown));
                expect(from, "plan", truth -> truth.hasPlan(shown));
            }
            if (decision instanceof Deny deny) {
                denials.merge(deny.denial(), 1, Integer::sum);
                judge(id, deny.denial(), from, since);
            } else {
                permits++;
                expect(from, "not revoked", truth -> !truth.revokes(shown));
            }
        }

        private void judge(CredentialId id, Denial denial, int from, long since) {
            switch (denial) {
                case UNAVAILABLE ->
                    assertThat(directory.everFailed() || changedMeanwhile > 0).isTrue();
                case DISABLED -> expect(from, "disabled", truth -> truth.isDisabled(id));
                case INVALID_CREDENTIAL -> {
                    int remembered = directory.momentAt(
                            since - REMEMBERED.multipliedBy(2).toNanos());
                    expect(Math.min(from, remembered), "absent", truth -> !truth.has(id));
                }
                case REVOKED -> expect(from, "revoked", truth -> truth.revokes(id));
                case INSUFFICIENT_SCOPE -> expect(from, "not revoked", truth -> !truth.revokes(id));
                default -> throw new AssertionError(denial);
            }
        }

        private void expect(int from, String what, Predicate<ChangingDirectory.Truth> holds) {
            assertThat(directory.since(from).stream().anyMatch(holds))
                    .as("%s at some moment from %d to %d", what, from, directory.moments() - 1)
                    .isTrue();
        }

        private void expectTheTruthAtRest() {
            directory.heal();
            depth++;
            bench.time.advance(Duration.ofMinutes(2));
            ChangingDirectory.Truth truth = directory.now();
            for (CredentialId id : ChangingDirectory.IDS) {
                Decision decision = GateBench.admit(gate, id.value());
                assertThat(decision instanceof Deny deny ? deny.denial() : null)
                        .as("of %s at rest", id)
                        .isEqualTo(truth.denialOf(id));
                if (decision instanceof Permit permit) {
                    assertThat(truth.holds(id, permit.entitlement())).isTrue();
                    assertThat(truth.hasPlan(permit.entitlement())).isTrue();
                }
            }
            assertThat(gate.revocationWindow()).isLessThanOrEqualTo(Duration.ofSeconds(5));
            depth--;
        }

        void assertSawEnough() {
            GateStatus.Feed feed = gate.status().feed();
            assertThat(feed).isNotNull();
            assertThat(permits).isGreaterThan(150);
            assertThat(changedMeanwhile).isGreaterThan(200);
            assertThat(abandoned).isGreaterThan(20);
            assertThat(feed.gaps()).isGreaterThan(20);
            assertThat(feed.failures()).isGreaterThan(20);
            assertThat(feed.changes()).isGreaterThan(800);
            for (Denial denial :
                    List.of(Denial.DISABLED, Denial.INVALID_CREDENTIAL, Denial.REVOKED, Denial.INSUFFICIENT_SCOPE)) {
                assertThat(denials.getOrDefault(denial, 0)).as("%s", denial).isGreaterThan(30);
            }
            assertThat(denials.getOrDefault(Denial.UNAVAILABLE, 0)).isLessThan(STEPS / 10);
        }
    }
}
