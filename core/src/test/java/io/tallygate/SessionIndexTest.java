package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Entitlement;
import io.tallygate.spi.Proof;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIndexTest {
    private static final int CHANGES = 300_000;
    private static final int WALKS = 1_000;
    private static final Entitlement ENTITLEMENT = GateBench.entitlement("a", "c");

    private final StubMeter meter = new StubMeter();

    private Session session(Fingerprint fingerprint) {
        return new Session(
                fingerprint, new Claim(ENTITLEMENT, Proof.bearer(), 0), meter.open(ENTITLEMENT), false, null, 0);
    }

    private static Fingerprint fingerprint(long number) {
        return Fingerprint.of(number, 0, 0, 0);
    }

    private static List<Session> walk(SessionIndex index, Fingerprint fingerprint) {
        List<Session> met = new ArrayList<>();
        for (Session session = index.chain(fingerprint); session != null; session = session.older()) {
            if (session.isBehind(fingerprint)) {
                met.add(session);
            }
        }
        return met;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 64, 65, 1_000})
    void meetsTheSessionsOfAFingerprintYoungestFirstHoweverManyChainsThereAre(int sessions) {
        SessionIndex index = new SessionIndex(sessions);
        List<List<Session>> expected = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> expected.add(new ArrayList<>()));
        SplittableRandom random = new SplittableRandom(sessions);
        for (int i = 0; i < 5_000; i++) {
            int number = random.nextInt(expected.size());
            List<Session> mine = expected.get(number);
            if (mine.size() < 3 && random.nextBoolean()) {
                mine.add(0, session(fingerprint(number)));
                index.add(mine.get(0));
            } else if (!mine.isEmpty()) {
                index.remove(mine.remove(random.nextInt(mine.size())));
            }
            assertThat(walk(index, fingerprint(number))).isEqualTo(mine);
        }
        for (int number = 0; number < expected.size(); number++) {
            assertThat(walk(index, fingerprint(number))).isEqualTo(expected.get(number));
        }
    }

    @Test
    void comparesAllOfAFingerprint() {
        Session session = session(Fingerprint.of(1, 2, 3, 4));
        assertThat(session.isBehind(Fingerprint.of(1, 2, 3, 4))).isTrue();
        assertThat(session.fingerprint()).isEqualTo(Fingerprint.of(1, 2, 3, 4));
        for (Fingerprint other : List.of(
                Fingerprint.of(0, 2, 3, 4),
                Fingerprint.of(1, 0, 3, 4),
                Fingerprint.of(1, 2, 0, 4),
                Fingerprint.of(1, 2, 3, 0))) {
            assertThat(session.isBehind(other)).isFalse();
        }
    }

    /** One chain, in which all but some sessions come and go: those that stay are met by every walk. */
    @Test
    void neverMissesASessionThatStaysWhileOthersComeAndGo() throws Exception {
        SessionIndex index = new SessionIndex(1);
        List<Session> staying = new ArrayList<>();
        Deque<Session> passing = new ArrayDeque<>();
        for (int i = 0; i < 8; i++) {
            staying.add(session(fingerprint(i)));
            index.add(staying.get(i));
            passing.add(session(fingerprint(1_000 + i)));
            index.add(passing.getLast());
        }
        AtomicBoolean changing = new AtomicBoolean(true);
        AtomicInteger walks = new AtomicInteger();
        Callable<Void> reader = () -> {
            while (changing.get()) {
                for (Session session : staying) {
                    assertThat(walk(index, session.fingerprint())).containsExactly(session);
                }
                walks.incrementAndGet();
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Void>> readers = List.of(threads.submit(reader), threads.submit(reader));
            SplittableRandom random = new SplittableRandom(1);
            BooleanSupplier walked =
                    () -> walks.get() >= WALKS || readers.stream().anyMatch(Future::isDone);
            for (int i = 0; i < CHANGES || !walked.getAsBoolean(); i++) {
                if (random.nextBoolean() && passing.size() < 16) {
                    passing.add(session(fingerprint(1_000 + i)));
                    index.add(passing.getLast());
                } else if (!passing.isEmpty()) {
                    index.remove(random.nextBoolean() ? passing.removeFirst() : passing.removeLast());
                }
            }
            changing.set(false);
            for (Future<Void> done : readers) {
                done.get();
            }
        } finally {
            changing.set(false);
            threads.shutdownNow();
        }
    }
}
