package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tallygate.contract.TinyBearer;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Background;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import io.tallygate.testing.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TallygateBuilderTest {
    private final GateBench bench = new GateBench();

    private static Blueprint<AuthenticationScheme<?>> faulty(String... faults) {
        return new Blueprint<>() {
            @Override
            public List<String> faults(Environment environment) {
                return List.of(faults);
            }

            @Override
            public AuthenticationScheme<?> open(Environment environment) {
                throw new IllegalStateException("the port is taken by process 7; stop it");
            }
        };
    }

    @Test
    void reportsAllFaultsAtOnceWithTheirRemedies() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Tallygate.builder()
                        .accept(faulty("no audience; call audience(...)", "no keys; call jwks(...)"))
                        .trustedProxies("10.0.0.1/8", "load\nbalancer")
                        .sessions(s -> s.sliding(Duration.ZERO)
                                .absolute(Duration.ofDays(400))
                                .maxTotal(0))
                        .central(c -> c.timeout(Duration.ofHours(1))
                                .maxConcurrent(0)
                                .perSecond(0)
                                .perPeerMinute(0)
                                .youngShare(Double.NaN))
                        .freshness(f -> f.pullEvery(Duration.ZERO).denyAfter(Duration.ofSeconds(7)))
                        .filter(f -> f.falsePositives(0.5).expected(999).most(998))
                        .failures(0, Duration.ofDays(2))
                        .realm("a\"b")
                        .problemBase(URI.create("problems/"))
                        .time(bench.time)
                        .build())
                .withMessageContaining("no audience; call audience(...)")
                .withMessageContaining("no keys; call jwks(...)")
                .withMessageContaining("trusted proxy \"10.0.0.1/8\" is no network")
                .withMessageContaining("trusted proxy \"load?balancer\" is no network")
                .withMessageContaining("sessions.sliding is PT0S; set it in [PT1S, PT8760H]")
                .withMessageContaining("sessions.absolute")
                .withMessageContaining("sessions.maxTotal is 0; set it in [1, 10000000]")
                .withMessageContaining("central.timeout")
                .withMessageContaining("central.maxConcurrent")
                .withMessageContaining("freshness.pullEvery is PT0S; set it in [PT0.01S, PT1H]")
                .withMessageContaining("freshness.denyAfter is PT7S; set it in [PT2H, PT8760H]")
                .withMessageContaining("central.perSecond")
                .withMessageContaining("central.perPeerMinute")
                .withMessageContaining("central.youngShare is NaN; set it in [0.001, 1.0]")
                .withMessageContaining("filter.falsePositives is 0.5; set it in [1.0E-6, 0.2]")
                .withMessageContaining("filter.expected")
                .withMessageContaining("filter.most")
                .withMessageContaining("failures.count")
                .withMessageContaining("failures.period")
                .withMessageContaining("realm \"a\"b\" does not fit a header")
                .withMessageContaining("problemBase \"problems/\" is relative")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(22));
        assertThat(bench.time.pending()).isZero();
    }

    @Test
    void needsAScheme() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Tallygate.builder().build())
                .withMessageContaining("call accept(...)");
    }

    @Test
    void refusesTwoSchemesOfOneNameAndClosesWhatItOpened() {
        AtomicInteger closed = new AtomicInteger();
        AuthenticationScheme<?> counting = new CatchAll() {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        Blueprint<AuthenticationScheme<?>> twice = TallygateTest.opening(counting);
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Tallygate.builder().accept(twice).accept(twice).build())
                .withMessageContaining("two schemes are named catch-all; accept one of them only");
        assertThat(closed).hasValue(2);
    }

    @Test
    void refusesASchemeNameThatFitsNoLog() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Tallygate.builder()
                        .accept(TinyBearer.blueprint("Tiny\n", token -> TinyBearer.unknown()))
                        .build())
                .withMessageContaining("scheme name \"Tiny?\" is unusable");
    }

    @Test
    void passesOnWhyAPartCouldNotBeOpenedAndClosesTheOthers() {
        assertThatIllegalStateException()
                .isThrownBy(() -> bench.builder().accept(faulty()).build())
                .withMessage("the port is taken by process 7; stop it");
        assertThat(bench.time.pending()).isZero();
    }

    @Test
    void describesItselfInOneLine() {
        try (Tallygate gate =
                bench.builder().trustedProxies("10.0.0.0/8").requireHttps().build()) {
            assertThat(gate.describe())
                    .isEqualTo(
                            "Tallygate accepts [tiny], meter StubMeter, directory none, continuity none, trusted proxies [10.0.0.0/8],"
                                    + " https required, sessions [sliding=PT24H, absolute=PT168H, maxPerSubject=8,"
                                    + " maxTotal=100000, revalidateEvery=PT1M], central [timeout=PT2S, maxConcurrent=32,"
                                    + " unknownAtLeast=PT5S, unknownAtMost=PT30S, maxUnknown=10000,"
                                    + " perSecond=1000, perPeerMinute=600, youngShare=0.1],"
                                    + " freshness [pullEvery=PT5S, serve on],"
                                    + " filter [on=true, falsePositives=0.01, expected=100000, most=10000000],"
                                    + " monitor off, failures 60 in PT1M, realm api, problems about:blank, rate headers ALWAYS");
        }
    }

    @Test
    void leavesAGivenBackgroundOpen() {
        ManualTime elsewhere = ManualTime.at("2026-01-01T00:00:00Z");
        Tallygate gate = bench.builder().background(elsewhere).build();
        assertThat(elsewhere.pending()).isPositive();
        assertThat(bench.time.pending()).isZero();
        gate.close();
        assertThat(elsewhere.pending()).isZero();
    }

    @Test
    void leavesNoWorkBehindWhenTheBackgroundTakesOnlyPartOfIt() {
        ManualTime elsewhere = ManualTime.at("2026-01-01T00:00:00Z");
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> bench.builder()
                        .directory(new InMemoryDirectory())
                        .background(takingOne(elsewhere))
                        .build());
        assertThat(bench.meter.closed).hasValue(1);
        assertThat(elsewhere.pending()).isZero();
    }

    private static Background takingOne(ManualTime place) {
        return new Background() {
            @Override
            public void execute(Runnable task) {
                place.execute(task);
            }

            @Override
            public Task after(Duration delay, Runnable task) {
                requireRoom();
                return place.after(delay, task);
            }

            @Override
            public Task every(Duration initialDelay, Duration period, Runnable task) {
                requireRoom();
                return place.every(initialDelay, period, task);
            }

            private void requireRoom() {
                if (place.pending() > 0) {
                    throw new RejectedExecutionException("closed");
                }
            }

            @Override
            public void close() {
                place.close();
            }
        };
    }

    @Test
    void endsItsOwnThreads() throws Exception {
        Set<Thread> ofOthers = Thread.getAllStackTraces().keySet();
        Tallygate gate = Tallygate.builder()
                .accept(TinyBearer.blueprint("tiny", bench::lookUp))
                .central(c -> c.timeout(Duration.ofSeconds(30)))
                .build();
        assertThat(GateBench.admit(gate, "k1").permitted()).isTrue();
        List<Thread> own = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tallygate-") && !ofOthers.contains(thread))
                .toList();
        assertThat(own).isNotEmpty().allMatch(Thread::isDaemon);
        gate.close();
        for (Thread thread : own) {
            thread.join(5_000);
        }
        assertThat(own).noneMatch(Thread::isAlive);
        assertThatCode(gate::close).doesNotThrowAnyException();
    }
}
