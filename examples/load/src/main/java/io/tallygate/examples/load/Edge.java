package io.tallygate.examples.load;

import io.tallygate.Tallygate;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A gate, and a client that holds all keys and calls again and again with those that were taken back. */
final class Edge implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final Tallygate gate;
    private final TimeSource time;
    private final long bound;
    private final Queue<Watched> admitted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger missed = new AtomicInteger();
    private final Thread client = new Thread(this::callOn, "client");
    private volatile boolean closed;

    /** @param bound how long a key may be admitted after it was taken back */
    Edge(Tallygate gate, TimeSource time, Duration bound) {
        this.gate = gate;
        this.time = time;
        this.bound = bound.toNanos();
        client.setDaemon(true);
        client.start();
    }

    /** Whether the key is admitted; if so, it has a session. */
    boolean admits(IssuedKey key) {
        return admit(key).permitted();
    }

    /** Calls with the key until it is refused. */
    void watch(Watched key) {
        admitted.add(key);
    }

    /** Whether there is nothing more to wait for. */
    boolean isDone() {
        return admitted.isEmpty();
    }

    /** How many were admitted after the bound. */
    int missed() {
        return missed.get();
    }

    private Decision admit(IssuedKey key) {
        return gate.admit(
                FakeRequest.get("/orders").header("X-Api-Key", key.secret()).peer(null), Demand.plain());
    }

    private void callOn() {
        while (!closed) {
            admitted.removeIf(this::isOver);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Whether there is nothing more to wait for: it is refused, or still admitted although the bound is over. */
    private boolean isOver(Watched watched) {
        long asked = time.nanos();
        Decision decision = admit(watched.key());
        boolean late = decision.permitted() && asked - watched.since() > bound;
        boolean over = late || (decision instanceof Deny deny && deny.denial() != Denial.UNAVAILABLE);
        if (late) {
            missed.incrementAndGet();
        }
        if (over) {
            watched.delays().add(time.nanos() - watched.since());
        }
        return over;
    }

    @Override
    public void close() {
        closed = true;
        gate.close();
    }
}
