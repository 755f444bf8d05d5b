package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.hmac.testing.InMemoryNonceStore;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One request, sent to each of several edges, again and again and at once: as often let in as the settings say. */
class SeveralEdgesTest {
    private static final int EDGES = 3;
    private static final int REQUESTS = 2_000;

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final InMemoryNonceStore store = new InMemoryNonceStore(time);

    @Test
    void letEachRequestInOnceEachWhenTheyKnowNothingOfEachOther() throws Exception {
        List<Node> edges = running(edge -> Replays.local());

        assertThat(admitted(edges, null)).isEqualTo(REQUESTS * EDGES);
    }

    @Test
    void letEachRequestInOnceInAllWhenItIsForOneOfThem() throws Exception {
        List<Node> edges = running(edge -> Replays.audience("edge-" + edge));

        assertThat(admitted(edges, "edge-1")).isEqualTo(REQUESTS);
        assertThat(admitted(edges, null)).isZero();
        assertThat(admitted(edges, "edge-9")).isZero();
    }

    @Test
    void letEachRequestInOnceInAllWhenTheyShareAStore() throws Exception {
        List<Node> edges = running(edge -> Replays.shared(store));

        assertThat(admitted(edges, null)).isEqualTo(REQUESTS);
        assertThat(store.size()).isEqualTo(REQUESTS);
    }

    @Test
    void needNoPauseAfterARestartWhenTheyShareAStore() throws Exception {
        assertThat(admitted(running(edge -> Replays.shared(store)), null)).isEqualTo(REQUESTS);

        assertThat(admitted(begun(edge -> Replays.shared(store)), null)).isZero();
    }

    private interface Settings {
        Replays of(int edge);
    }

    private record Node(Replays replays, GuardedEdge guard) {
        long admitted(@Nullable String audience, long created) {
            KeyNonces key = new KeyNonces();
            byte[] code = new byte[MacKey.LENGTH];
            long fresh = 0;
            for (int i = 0; i < 2 * REQUESTS; i++) {
                boolean admitted = replays.isFor(audience)
                        && guard.ask(key, Codes.of(i % REQUESTS, code), created) == Remembered.FRESH;
                fresh += admitted ? 1 : 0;
            }
            return fresh;
        }
    }

    private List<Node> running(Settings settings) {
        List<Node> edges = begun(settings);
        time.advance(GuardedEdge.SKEW.plus(Duration.ofSeconds(1)));
        return edges;
    }

    private List<Node> begun(Settings settings) {
        List<Node> edges = new ArrayList<>();
        for (int i = 0; i < EDGES; i++) {
            Replays replays = settings.of(i);
            edges.add(new Node(replays, new GuardedEdge(replays, time)));
        }
        return edges;
    }

    /** How often any edge let any of the requests in, each edge asked twice for each at the same time as the others. */
    private long admitted(List<Node> edges, @Nullable String audience) throws Exception {
        long created = edges.get(0).guard().now();
        ExecutorService threads = Executors.newFixedThreadPool(EDGES);
        try {
            List<Callable<Long>> asking = new ArrayList<>();
            edges.forEach(edge -> asking.add(() -> edge.admitted(audience, created)));
            long admitted = 0;
            for (Future<Long> count : threads.invokeAll(asking)) {
                admitted += count.get();
            }
            return admitted;
        } finally {
            threads.shutdownNow();
        }
    }
}
