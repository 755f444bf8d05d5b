package io.tallygate.examples.load;

import io.tallygate.Tallygate;
import io.tallygate.model.Demand;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A client with a session that calls a gate now and then on a thread of its own, and notes how long each call took: elapsed
 * time, from the call to its return. What goes on meanwhile is told to it.
 */
final class GoodClient implements AutoCloseable {
    private static final long PACE_NANOS = Duration.ofNanos(100_000).toNanos();

    private final Tallygate gate;
    private final FakeRequest request;
    private final TimeSource time;
    private final Thread thread = new Thread(this::callOn, "good-client");
    private volatile Latencies latencies = new Latencies();
    private volatile boolean closed;
    private volatile boolean refused;

    GoodClient(Tallygate gate, FakeRequest request, TimeSource time) {
        this.gate = gate;
        this.request = request;
        this.time = time;
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on it is noted there. */
    void note(Latencies where) {
        latencies = where;
    }

    /** Whether it was refused once. */
    boolean refused() {
        return refused;
    }

    private void callOn() {
        while (!closed) {
            Latencies now = latencies;
            long began = time.nanos();
            boolean permitted = gate.admit(request, Demand.plain()).permitted();
            now.add(time.nanos() - began);
            refused |= !permitted;
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    /** Makes no further call, so that what was noted may be read. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
