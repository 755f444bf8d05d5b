package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpareTest {
    private static final int THREADS = 4;

    @Test
    void keepsTheLastOneThatCameBackAndGivesItOnce() {
        Spare<String> spare = new Spare<>();
        assertThat(spare.take()).isNull();
        spare.giveBack("first");
        spare.giveBack("second");
        assertThat(spare.take()).isEqualTo("second");
        assertThat(spare.take()).isNull();
    }

    @Test
    void isOneThreadsAtATime() throws Exception {
        Spare<AtomicInteger> spare = new Spare<>();
        List<Integer> shared = onAllThreads(() -> {
            int twice = 0;
            for (int i = 0; i < 50_000; i++) {
                AtomicInteger kept = spare.take();
                AtomicInteger users = kept == null ? new AtomicInteger() : kept;
                twice += users.incrementAndGet() == 1 ? 0 : 1;
                Thread.yield(); // so that the others have a chance to take it, too
                users.decrementAndGet();
                spare.giveBack(users);
            }
            return twice;
        });
        assertThat(shared).containsOnly(0);
    }

    /** Of good and bad signatures in turn, on threads that take the kept object from each other. */
    @ParameterizedTest
    @EnumSource(names = {"HS256", "RS256", "PS256"})
    void verifiesOnSeveralThreadsAsOnOne(JoseAlgorithm algorithm) throws Exception {
        VerificationKey key = CryptographyTest.key(new JdkCryptography(), SigningKey.of(algorithm));
        byte[] text = "signed text".getBytes(StandardCharsets.US_ASCII);
        byte[] good = SigningKey.of(algorithm).sign("signed text");
        byte[] bad = SigningKey.of(algorithm).sign("other text");
        List<Integer> wrong = onAllThreads(() -> {
            int mistakes = 0;
            for (int i = 0; i < 500; i++) {
                mistakes += key.verify(text, text.length, good) ? 0 : 1;
                mistakes += key.verify(text, text.length, bad) ? 1 : 0;
            }
            return mistakes;
        });
        assertThat(wrong).containsOnly(0);
    }

    private static List<Integer> onAllThreads(Callable<Integer> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Integer> counts = new ArrayList<>();
            for (Future<Integer> count : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                counts.add(count.get());
            }
            return counts;
        } finally {
            threads.shutdown();
        }
    }
}
