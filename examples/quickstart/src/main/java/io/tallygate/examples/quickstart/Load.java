package io.tallygate.examples.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Customers at one edge: a few connections, each with one request under way. When the edge dies they connect again and
 * go on with the next request; what was sent is never sent again.
 */
final class Load {
    private static final long BACK_OFF_MILLIS = 500;

    private final int port;
    private final List<String> keys;
    private final AtomicInteger left;
    private final long pauseMillis;
    private final List<Thread> threads = new ArrayList<>();
    private final Tally tally;

    /** What all customers saw together. */
    static final class Tally {
        final Queue<String> servedIds = new ConcurrentLinkedQueue<>();
        final AtomicLong served = new AtomicLong();
        final AtomicLong unanswered = new AtomicLong();
        final Map<Integer, LongAdder> byStatus = new ConcurrentSkipListMap<>();

        void saw(Wire.Response response) {
            byStatus.computeIfAbsent(response.status(), status -> new LongAdder())
                    .increment();
            if (response.status() / 100 == 2) {
                servedIds.add(response.header("Tallygate-Request-Id").orElse("none"));
                served.incrementAndGet();
            }
        }

        long answered() {
            return byStatus.values().stream().mapToLong(LongAdder::sum).sum();
        }
    }

    private Load(int port, List<String> keys, int requests, long pauseMillis, Tally tally) {
        this.port = port;
        this.keys = keys;
        this.left = new AtomicInteger(requests);
        this.pauseMillis = pauseMillis;
        this.tally = tally;
    }

    static Load start(int port, List<String> keys, int connections, int requests, long pauseMillis, Tally tally) {
        Load load = new Load(port, keys, requests, pauseMillis, tally);
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(load::customer, "customer-" + port + "-" + i);
            thread.setDaemon(true);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void customer() {
        while (left.get() > 0) {
            try (Wire wire = new Wire(port)) {
                talk(wire);
            } catch (Wire.Unanswered e) {
                tally.unanswered.incrementAndGet();
            } catch (IOException e) {
                pause(20); // nobody there: nothing was sent
            }
        }
    }

    private void talk(Wire wire) throws IOException {
        for (int n = left.getAndDecrement(); n > 0; n = left.getAndDecrement()) {
            String key = keys.get(n % keys.size());
            try {
                Wire.Response response = wire.exchange(Wire.request(port, "/orders/" + n, "X-Api-Key: " + key));
                tally.saw(response);
                pause(response.status() == 503 ? BACK_OFF_MILLIS : pauseMillis);
            } catch (Wire.Unanswered e) {
                throw e;
            } catch (IOException e) {
                left.incrementAndGet(); // not wholly written: this request was never made
                throw e;
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
