package io.tallygate;

import static io.tallygate.DirectoryBench.admit;
import static io.tallygate.GateBench.denial;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Decision;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.spi.Listener;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FaultyDirectory.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Following with threads and the system's time: a log that hangs, requests that wait, look-ups that race changes. */
@Timeout(300) // a busy machine takes a minute
class FollowingThreadsTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int CHANGES = 2_000;

    private final DirectoryBench centre = new DirectoryBench();
    private final AtomicInteger ended = new AtomicInteger();
    private final Threads threads = new Threads(4);
    private final ExecutorService callers = Executors.newFixedThreadPool(4);

    @AfterEach
    void close() {
        centre.directory.healthy();
        callers.shutdownNow();
        threads.close();
    }

    private Tallygate build(Duration timeout) {
        return centre.builder()
                .time(TimeSource.system())
                .background(threads)
                .central(c -> c.timeout(timeout).perSecond(1_000_000).perPeerMinute(1_000_000))
                .freshness(f -> f.pullEvery(SHORT))
                .failures(10_000, Duration.ofSeconds(1))
                .listener(new Listener() {
                    @Override
                    public void onSessionEnd(Entitlement entitlement, SessionEnd why) {
                        ended.incrementAndGet();
                    }
                })
                .build();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    private static GateStatus.Feed feed(Tallygate gate) {
        GateStatus.Feed feed = gate.status().feed();
        assertThat(feed).isNotNull();
        return feed;
    }

    @Test
    void givesUpCallsThatHangButOnlySoManyAndRecovers() {
        try (Tallygate gate = build(SHORT)) {
            await(() -> admit(gate).permitted());
            centre.directory.only(Calls.FEED);
            centre.directory.hanging();
            await(() -> feed(gate).hanging() == Following.MOST_HANGING);
            long pulls = feed(gate).pulls();
            Duration before = gate.revocationWindow();
            await(() -> gate.revocationWindow().compareTo(before.plus(SHORT.multipliedBy(5))) > 0);
            assertThat(feed(gate).pulls()).as("no further thread is lost").isEqualTo(pulls);
            assertThat(admit(gate)).as("with its session").isInstanceOf(Permit.class);
            centre.disable("k1");
            centre.directory.healthy();
            await(() -> feed(gate).hanging() == 0);
            await(() -> admit(gate) instanceof Deny deny && deny.denial() == Denial.DISABLED);
        }
    }

    @Test
    void letsARequestWaitForTheFirstState() throws Exception {
        centre.directory.only(Calls.FEED);
        centre.directory.hanging();
        try (Tallygate gate = build(Duration.ofSeconds(30))) {
            assertThat(gate.ready()).isFalse();
            CompletableFuture<Decision> waiting = CompletableFuture.supplyAsync(() -> admit(gate), callers);
            await(() -> centre.directory.feedCalls() >= 2);
            assertThat(waiting).isNotDone();
            centre.directory.healthy();
            assertThat(waiting.get(20, TimeUnit.SECONDS)).isInstanceOf(Permit.class);
        }
    }

    /** By the gate's clock the request has waited a minute for the first state, so that no time is left to look up. */
    @Test
    void letsARequestWaitNoLongerForStateAndLookUpTogetherThanItsTime() throws Exception {
        Duration minute = Duration.ofMinutes(1);
        CountDownLatch lookUp = new CountDownLatch(1);
        centre.bench.centre = token -> {
            try {
                lookUp.await();
            } catch (InterruptedException e) {
                return GateBench.sneak(e);
            }
            return centre.resolve(token);
        };
        centre.directory.only(Calls.FEED);
        centre.directory.hanging();
        try (Tallygate gate = centre.builder()
                .background(threads)
                .central(c -> c.timeout(minute))
                .build()) {
            CompletableFuture<Decision> decided = new CompletableFuture<>();
            Thread request = new Thread(() -> decided.complete(admit(gate)));
            request.start();
            await(() -> request.getState() == Thread.State.TIMED_WAITING);
            centre.bench.time.advance(minute);
            centre.directory.healthy();
            assertThat(denial(decided.get(20, TimeUnit.SECONDS))).isEqualTo(Denial.UNAVAILABLE);
        } finally {
            lookUp.countDown();
        }
    }

    @Test
    void letsItWaitNoLongerThanForALookUp() {
        centre.directory.only(Calls.FEED);
        centre.directory.hanging();
        try (Tallygate gate = build(SHORT)) {
            assertThat(denial(admit(gate))).isEqualTo(Denial.UNAVAILABLE);
            assertThat(centre.directory.calls()).isZero();
            Thread.currentThread().interrupt();
            assertThat(denial(admit(gate))).isEqualTo(Denial.UNAVAILABLE);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void doesNotWaitForASubscriptionThatHangs() {
        centre.directory.only(Calls.SUBSCRIPTIONS);
        centre.directory.hanging();
        try (Tallygate gate = build(SHORT)) {
            await(() -> admit(gate).permitted());
            centre.disable("k1");
            await(() -> admit(gate) instanceof Deny deny && deny.denial() == Denial.DISABLED);
            assertThat(feed(gate).subscribed()).isFalse();
            centre.directory.healthy();
            await(() -> feed(gate).subscribed());
        }
    }

    /**
     * One record changes again and again, at random moments of requests; each change is one version. Threads ask how many
     * changes were applied, and then present the credential: what they are shown must be as new as that, whichever
     * look-up was on its way.
     */
    @Test
    void beginsNoSessionFromAnOlderVersionThanWasAppliedBeforeTheRequest() throws Exception {
        try (Tallygate gate = build(Duration.ofSeconds(2))) {
            await(gate::ready);
            SplittableRandom random = new SplittableRandom(7);
            AtomicInteger permitted = new AtomicInteger();
            AtomicBoolean changing = new AtomicBoolean(true);
            List<Future<?>> requests = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                requests.add(callers.submit(() -> request(gate, changing, permitted)));
            }
            for (int i = 0; i < CHANGES; i++) {
                if (i % 10 == 0) {
                    int before = i;
                    await(() -> feed(gate).changes() == before);
                }
                int enough = permitted.get() + random.nextInt(4);
                await(() -> permitted.get() >= enough);
                centre.change("k1", record -> record);
            }
            changing.set(false);
            for (Future<?> done : requests) {
                done.get();
            }
            await(() -> feed(gate).changes() == CHANGES);
            assertThat(((Permit) admit(gate)).entitlement().version()).isEqualTo(CHANGES + 1);
            assertThat(ended).hasValueGreaterThan(CHANGES / 20);
        }
    }

    private static void request(Tallygate gate, AtomicBoolean changing, AtomicInteger permitted) {
        while (changing.get()) {
            long applied = feed(gate).changes();
            Decision decision = admit(gate);
            if (decision instanceof Permit permit) {
                assertThat(permit.entitlement().version()).isGreaterThanOrEqualTo(applied + 1);
                permitted.incrementAndGet();
            } else {
                assertThat(denial(decision)).isEqualTo(Denial.UNAVAILABLE);
            }
        }
    }
}
