package io.tallygate.examples.quickstart;

import io.tallygate.CentralStatus;
import io.tallygate.GateStatus;
import io.tallygate.Tallygate;
import io.tallygate.model.Demand;
import io.tallygate.testing.FakeRequest;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Very many requests from as many addresses, which one machine has not: they are handed to an edge's gate as its HTTP
 * adapter would hand them over.
 */
final class Flood {
    /** More than look-ups may be under way at once, so that somebody is left to come when all those wait. */
    private static final int THREADS = 40;

    private final Tallygate gate;
    private final AtomicLong permitted = new AtomicLong();

    Flood(Tallygate gate) {
        this.gate = gate;
    }

    /**
     * What became of so many keys, as the gate has counted it.
     *
     * @param filtered refused by the filter of existing keys
     * @param turnedAway would have been looked up, but for the bounds on that
     * @param lookedUp at the centre
     * @param permitted let in
     */
    record Outcome(long filtered, long turnedAway, long lookedUp, long permitted) {
        static Outcome of(String words) {
            String[] numbers = words.split(" ");
            return new Outcome(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]));
        }

        Outcome plus(Outcome other) {
            return new Outcome(
                    filtered + other.filtered,
                    turnedAway + other.turnedAway,
                    lookedUp + other.lookedUp,
                    permitted + other.permitted);
        }

        String words() {
            return filtered + " " + turnedAway + " " + lookedUp + " " + permitted;
        }
    }

    Outcome with(List<String> keys) throws InterruptedException {
        GateStatus before = gate.status();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < keys.size(); i++) {
            FakeRequest request = FakeRequest.get("/orders/1")
                    .header("X-Api-Key", keys.get(i))
                    .peer("2001:db8:" + Integer.toHexString(i) + "::1");
            threads.execute(() -> send(request));
        }
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.MINUTES);
        return difference(before, gate.status());
    }

    private void send(FakeRequest request) {
        if (gate.admit(request, Demand.of("orders:read")).permitted()) {
            permitted.incrementAndGet();
        }
    }

    private Outcome difference(GateStatus before, GateStatus after) {
        return new Outcome(
                after.filter().refused() - before.filter().refused(),
                turnedAway(after.central()) - turnedAway(before.central()),
                after.central().calls() - before.central().calls(),
                permitted.get());
    }

    private static long turnedAway(CentralStatus status) {
        return status.overBudget() + status.overload();
    }
}
