package io.tallygate.examples.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Customers at one edge: a few connections, each with one request under way. When the edge dies they connect again and
 * go on with the next request; what was sent is never sent again.
 */
final class Load {
    static final int CONNECTIONS = 4;
    private static final long PAUSE_MILLIS = 6;
    private static final long BACK_OFF_MILLIS = 500;
    private static final long NOBODY_THERE_MILLIS = 20;

    private final int port;
    private final List<String> keys;
    private final AtomicInteger left;
    private final Tally tally;
    private final List<Thread> threads = new ArrayList<>();

    private Load(int port, List<String> keys, int requests, Tally tally) {
        this.port = port;
        this.keys = keys;
        this.left = new AtomicInteger(requests);
        this.tally = tally;
    }

    static Load start(int port, List<String> keys, int requests, Tally tally) {
        Load load = new Load(port, keys, requests, tally);
        for (int i = 0; i < CONNECTIONS; i++) {
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
                tally.sawNoAnswer();
            } catch (IOException e) {
                pause(NOBODY_THERE_MILLIS); // nothing was sent
            }
        }
    }

    private void talk(Wire wire) throws IOException {
        for (int n = left.getAndDecrement(); n > 0; n = left.getAndDecrement()) {
            String key = keys.get(n % keys.size());
            try {
                Wire.Response response = wire.exchange(Wire.request(port, "/orders/" + n, "X-Api-Key: " + key));
                tally.saw(response);
                pause(response.status() == 503 ? BACK_OFF_MILLIS : PAUSE_MILLIS);
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
