package io.tallygate.hmac;

import io.tallygate.spi.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which requests were let in, by their codes, for as long as they would be let in again: lets none in twice.
 * What it takes is bounded; when that is full, nothing is let in that it could not remember. To be asked last, with a
 * code that has passed and a time within the window: so nobody without a key gets anything in here.
 *
 * <p><strong>Memory.</strong> A {@link NonceRing} of slices of {@code created}. A request is looked for by the very time
 * that it expires by: so no entry has a time of its own, none is ever looked for to be thrown away, and a request is
 * remembered for as long as it is within the window, however early it came.
 *
 * <p><strong>Exactness.</strong> An entry is 64 bits of a code. Two requests of the same slice have the same with a chance
 * of 2<sup>-64</sup>; then the second is refused, and signed anew it is another. That is as good as never, which one
 * request in a million, as in a Bloom filter, is not: and that would take only a quarter of the memory.
 *
 * <p><strong>Restart.</strong> A guard begins with an empty memory. An earlier one has let in what was created up to the
 * wall time of its end and the skew that is accepted towards the future; so this one lets in only what is created later
 * than its own beginning and that skew. Then no request that an earlier guard let in passes this one: as long as the
 * earlier one accepted no more skew, and the wall clock was not set back in between. Nothing less will do, since after a
 * restart a used request of a caller whose clock is ahead looks like a new one of a caller whose clock is right. The price
 * is that an edge lets no signed request in for as long as that skew after it started.
 *
 * <p>Thread-safe; nothing is allocated but a slice once in its seconds.
 */
final class ReplayGuard {
    /** By how much the clocks of edges and store may differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private static final int NAME_BYTES = 16;

    private final RingPlan plan;
    private final NonceRing ring;
    private final Fingerprints fingerprints;
    private final FullMemoryAlarm full;
    private final FullMemoryAlarm keyFull;
    private final ClockSetBackAlarm setBack;
    private final @Nullable NonceStore store;
    private final Duration keptInStore;

    /** The last second of {@code created} of which an earlier guard may have let something in. */
    private final long lastUnknown;

    /**
     * A guard that begins now.
     *
     * @param maxAge how old a request may be
     * @param futureSkew how much later than the wall time it may be created
     */
    ReplayGuard(Replays replays, Duration maxAge, Duration futureSkew, Environment environment) {
        this.plan = replays.plan(maxAge, futureSkew);
        this.ring = new NonceRing(plan);
        this.fingerprints = new Fingerprints(environment.random());
        this.full = FullMemoryAlarm.ofAll(environment.listener());
        this.keyFull = FullMemoryAlarm.ofOneKey(environment.listener());
        this.store = replays.store();
        this.keptInStore = maxAge.plus(CLOCK_DIFFERENCE);
        long now = environment.time().epochMillis();
        this.lastUnknown = replays.lastUnknown(now, futureSkew);
        this.setBack = new ClockSetBackAlarm(environment.listener(), Math.floorDiv(now, 1_000L), lastUnknown);
    }

    /**
     * Remembers a request, unless it is to be refused.
     *
     * @param perKey of the key that has signed it
     * @param code by which it was verified: all 32 bytes
     * @param created when it was signed, in seconds since 1970; within the window
     * @param epochMillis the wall time
     */
    Remembered remember(KeyNonces perKey, byte[] code, long created, long epochMillis) {
        if (created <= lastUnknown) {
            return rememberNothing(Math.floorDiv(epochMillis, 1_000L));
        }
        Remembered here = rememberHere(perKey, code, plan.slice(created));
        return here == Remembered.FRESH && store != null ? rememberThere(store, code, created) : here;
    }

    private Remembered rememberNothing(long second) {
        if (second > lastUnknown) {
            return Remembered.RESIGN;
        }
        setBack.say(second);
        return Remembered.STARTING;
    }

    private Remembered rememberHere(KeyNonces perKey, byte[] code, long number) {
        NonceSlice slice = ring.slice(number);
        if (slice == null) {
            return Remembered.RESIGN;
        }
        if (!perKey.take(number, plan.perKey())) {
            keyFull.say(number);
            return Remembered.FULL;
        }
        Remembered found = slice.add(fingerprints.of(code));
        if (found != Remembered.FRESH) {
            perKey.giveBack(number);
        }
        if (found == Remembered.FULL) {
            full.say(number);
        }
        return found;
    }

    /** By half of the code, which is enough for a name and no signature. */
    private Remembered rememberThere(NonceStore shared, byte[] code, long created) {
        String name = HexFormat.of().formatHex(code, 0, NAME_BYTES);
        boolean first = shared.putIfAbsent(name, Instant.ofEpochSecond(created).plus(keptInStore));
        return first ? Remembered.FRESH : Remembered.REPLAYED;
    }
}
