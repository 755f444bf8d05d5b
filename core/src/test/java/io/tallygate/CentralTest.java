package io.tallygate;

import static io.tallygate.GateBench.admit;
import static io.tallygate.GateBench.denial;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limit.RateLimit;
import io.tallygate.model.Decision;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Permit;
import io.tallygate.spi.Listener.CentralCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Look-ups with threads of the gate's own, and a centre that hangs for as long as a test wants. */
class CentralTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final GateBench bench = new GateBench();
    private final Threads threads = new Threads(4);
    private final ExecutorService callers = Executors.newFixedThreadPool(32);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final Tallygate gate = gate(Duration.ofMillis(500));

    @AfterEach
    void close() {
        hanging.countDown();
        callers.shutdownNow();
        gate.close();
        threads.close();
    }

    private Tallygate gate(Duration timeout) {
        return bench.builder()
                .background(threads)
                .failures(10_000, Duration.ofSeconds(1))
                .central(c -> c.maxConcurrent(4).timeout(timeout))
                .build();
    }

    private void hang() {
        bench.centre = token -> {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                return GateBench.sneak(e);
            }
            return bench.lookUp(token);
        };
    }

    /** As often as the answer comes too late, as it may on a machine with other work. */
    private Decision admitInTime(String token) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Decision decision;
        do {
            decision = admit(gate, token);
        } while (isUnavailable(decision) && System.nanoTime() - deadline < 0);
        return decision;
    }

    private static boolean isUnavailable(Decision decision) {
        return decision instanceof Deny deny && deny.denial() == Denial.UNAVAILABLE;
    }

    private List<Decision> inParallel(Tallygate gate, int count, IntFunction<String> token) throws Exception {
        List<Callable<Decision>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String each = token.apply(i);
            tasks.add(() -> admit(gate, each));
        }
        List<Decision> decisions = new ArrayList<>();
        for (Future<Decision> done : callers.invokeAll(tasks)) {
            decisions.add(done.get());
        }
        return decisions;
    }

    @Test
    void asksOnceForManyRequestsOfOneCredential() throws Exception {
        try (Tallygate patient = gate(PATIENCE)) {
            for (int round = 0; round < 50; round++) {
                String token = "k" + round;
                bench.known.put(token, GateBench.entitlement("acme" + round, token));
                int before = bench.calls.get();
                int sessions = bench.told.begun.size();
                assertThat(inParallel(patient, 32, i -> token)).allMatch(Decision::permitted);
                assertThat(bench.calls.get() - before).isEqualTo(1);
                assertThat(bench.told.begun.size() - sessions).isEqualTo(1);
            }
            assertThat(bench.meter.opened.get() - bench.meter.tabsClosed.get()).isEqualTo(50);
        }
    }

    @Test
    void answersUnavailableInTimeWhileTheCentreHangsAndUsesTheLateResult() throws Exception {
        hang();
        assertThat(inParallel(gate, 8, i -> "k1")).allMatch(CentralTest::isUnavailable);
        assertThat(bench.calls).as("one look-up for all of them").hasValue(1);
        hanging.countDown();
        awaitCalls(1);
        assertThat(admitInTime("k1")).isInstanceOf(Permit.class);
        assertThat(bench.calls).as("the late result is used").hasValue(1);
    }

    @Test
    void boundsHowManyLookUpsHangAndLosesNoThread() throws Exception {
        hang();
        assertThat(inParallel(gate, 32, i -> "x" + i)).allMatch(CentralTest::isUnavailable);
        assertThat(bench.calls.get()).isLessThanOrEqualTo(4);
        hanging.countDown();
        awaitCalls(32);
        bench.centre = bench::lookUp;
        for (int i = 0; i < 100; i++) {
            assertThat(denial(admitInTime("y" + i))).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        assertThat(admitInTime("k1")).isInstanceOf(Permit.class);
    }

    @Test
    void servesSessionsWhileTheCentreHangs() {
        assertThat(admitInTime("k1")).isInstanceOf(Permit.class);
        hang();
        assertThat(denial(admit(gate, "x"))).isEqualTo(Denial.UNAVAILABLE);
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
    }

    @Test
    void passesAnInterruptionOfTheRequestsThreadOn() {
        hang();
        Thread.currentThread().interrupt();
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void survivesAPoolThatTakesNothing() {
        threads.close();
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        assertThat(denial(admit(gate, "k1"))).isEqualTo(Denial.UNAVAILABLE);
        assertThat(bench.told.calls).containsExactly(CentralCall.UNAVAILABLE, CentralCall.UNAVAILABLE);
    }

    /** All wait for one look-up, and the budget has just that one. */
    @Test
    void chargesTheBudgetOnceForManyRequestsOfOneCredential() throws Exception {
        GateBench frugal = new GateBench();
        try (Tallygate one = frugal.builder()
                .background(threads)
                .central(c -> c.perSecond(1).timeout(PATIENCE))
                .build()) {
            List<Callable<Decision>> tasks = Collections.nCopies(32, () -> admit(one, "k1"));
            for (Future<Decision> done : callers.invokeAll(tasks)) {
                assertThat(done.get().permitted()).isTrue();
            }
            assertThat(one.status().central()).isEqualTo(new CentralStatus(1, 0, 0, 1));
        }
    }

    @Test
    void countsALookUpThatTookTooLongByTheGatesTimeAsLate() {
        GateBench slow = new GateBench();
        slow.centre = token -> {
            slow.time.advance(Duration.ofSeconds(3));
            return slow.lookUp(token);
        };
        try (Tallygate manual = slow.builder().build()) {
            assertThat(denial(admit(manual, "k1"))).isEqualTo(Denial.UNAVAILABLE);
            assertThat(admit(manual, "k1")).isInstanceOf(Permit.class);
            assertThat(slow.calls).hasValue(1);
        }
    }

    @Test
    void remembersNoMoreUnknownsThanItMay() {
        RecentAnswers recent = new RecentAnswers(CentralSettings.standard().maxUnknown(10));
        for (int i = 0; i < 1_000; i++) {
            Fingerprint fingerprint = new Fingerprint();
            fingerprint.become(i, 0, 0, 0);
            recent.put(fingerprint, new Answer.Refused(Denial.INVALID_CREDENTIAL, 0), 0);
            assertThat(recent.get(fingerprint, 0)).isNotNull();
        }
        assertThat(recent.size()).isEqualTo(10);
        recent.sweep(Duration.ofMinutes(2).toNanos());
        assertThat(recent.size()).isZero();
    }

    @Test
    void knowsNoMoreFailingAddressesThanItMay() {
        PeerLimits limits = new PeerLimits(RateLimit.of("failures", 1, Duration.ofMinutes(1)));
        for (int i = 1; i <= PeerLimits.MOST + 1_000; i++) {
            limits.of(new IpAddress(i, 0), 0).take(1, 0);
        }
        assertThat(limits.size()).isEqualTo(PeerLimits.MOST);
        assertThat(limits.known(new IpAddress(1_000, 0))).isNull();
        assertThat(limits.known(new IpAddress(PeerLimits.MOST, 0)).nanosToWait(1, 0))
                .isPositive();
    }

    /** Waits until so many look-ups have been told of. */
    private void awaitCalls(int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (bench.told.calls.size() < count && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
        assertThat(bench.told.calls).hasSizeGreaterThanOrEqualTo(count);
    }
}
