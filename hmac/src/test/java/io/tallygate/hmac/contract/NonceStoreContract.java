package io.tallygate.hmac.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.hmac.NonceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What edges that share a {@link NonceStore} rely on. A subclass says where it is; it may hold names of other tests. */
public abstract class NonceStoreContract {
    private static final int THREADS = 4;
    private static final int NAMES = 200;

    /** The store as one edge reaches it; each call as another edge does. */
    protected abstract NonceStore connect();

    /** The time by the store's clock. */
    protected abstract Instant now();

    @Test
    void putsANameOnceForAllEdges() {
        NonceStore one = connect();
        NonceStore other = connect();
        String name = name();

        assertThat(one.putIfAbsent(name, later())).isTrue();
        assertThat(one.putIfAbsent(name, later())).isFalse();
        assertThat(other.putIfAbsent(name, later())).isFalse();
    }

    @Test
    void keepsNamesApartThatDifferInOneCharacter() {
        NonceStore store = connect();
        String name = name();
        String other = name.substring(0, 31) + (name.endsWith("0") ? "1" : "0");

        assertThat(store.putIfAbsent(name, later())).isTrue();
        assertThat(store.putIfAbsent(other, later())).isTrue();
    }

    @Test
    void keepsTheFirstEndWhenTheSameNameIsPutWithAnother() {
        NonceStore store = connect();
        String name = name();

        assertThat(store.putIfAbsent(name, later())).isTrue();
        assertThat(store.putIfAbsent(name, now())).isFalse();
        assertThat(store.putIfAbsent(name, later())).isFalse();
    }

    @Test
    void letsOneOfManyPutEachName() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            names.add(name());
        }
        ExecutorService edges = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Long>> each = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                each.add(() -> putAll(names));
            }
            long put = 0;
            for (Future<Long> count : edges.invokeAll(each)) {
                put += count.get();
            }
            assertThat(put).isEqualTo(NAMES);
        } finally {
            edges.shutdownNow();
        }
    }

    private long putAll(List<String> names) {
        NonceStore store = connect();
        return names.stream().filter(name -> store.putIfAbsent(name, later())).count();
    }

    private Instant later() {
        return now().plus(Duration.ofMinutes(6));
    }

    private static String name() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
