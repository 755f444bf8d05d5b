package io.tallygate.quota.protocol;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws the faults of one run. Which kinds a run has, and how often, is itself drawn from the seed. */
final class Chaos {
    private record Letter(String what, Runnable delivery) {}

    private final SplittableRandom random;
    private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    private final Map<Fault, Long> counts;
    private final List<Letter> letters = new ArrayList<>();
    private Runnable betweenCalls = () -> {};
    private boolean calm;

    Chaos(SplittableRandom random, Map<Fault, Long> counts, boolean faultless) {
        this.random = random;
        this.counts = counts;
        this.calm = faultless;
        for (Fault fault : Fault.values()) {
            rates.put(fault, faultless || random.nextInt(5) < 2 ? 0.0 : Math.pow(random.nextDouble(), 2) * 0.4);
        }
    }

    /** What may happen to the ledger between two calls of one flush. */
    void whileCalling(Runnable what) {
        betweenCalls = what;
    }

    void betweenCalls() {
        if (!calm) {
            betweenCalls.run();
        }
    }

    boolean strikes(Fault fault) {
        boolean strikes = !calm && random.nextDouble() < rates.get(fault);
        if (strikes) {
            happened(fault);
        }
        return strikes;
    }

    /** Whether this run has that kind of fault at all. */
    boolean knows(Fault fault) {
        return !calm && rates.get(fault) > 0;
    }

    void happened(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    /** It was drawn, but is counted where it is really done. */
    void faultUndone(Fault fault) {
        counts.merge(fault, -1L, Long::sum);
    }

    void post(String what, Runnable delivery) {
        letters.add(new Letter(what, delivery));
    }

    /** Delivers some of the late messages, in any order; the replies go nowhere. */
    int deliver(int most) {
        int delivered = 0;
        while (delivered < most && !letters.isEmpty()) {
            Letter letter = letters.remove(random.nextInt(letters.size()));
            try {
                letter.delivery().run();
            } catch (IllegalArgumentException refused) {
                // The sender has heard, or will hear, the same.
            }
            delivered++;
        }
        return delivered;
    }

    int undelivered() {
        return letters.size();
    }

    void calmDown() {
        calm = true;
    }

    boolean calm() {
        return calm;
    }
}
