package io.tallygate.hmac;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often one signed request is let in, and how much of the memory that takes. Immutable: each method returns another.
 *
 * <p>An edge remembers each request that it has let in until it is too old to be accepted, and lets it in no second time.
 * What the edges know of each other is the choice between:
 *
 * <ul>
 *   <li>{@link #local()}: nothing. A request is let in at most once by each edge: by n edges, at most n times. Its
 *       code is its idempotency key, so that it is billed once.
 *   <li>{@link #audience}: their names. Who signs says for which edge, and no other lets the request in: at most once in all.
 *       If several edges have one name, it is at most once by each of those.
 *   <li>{@link #shared}: what each has let in, from one store. At most once in all, restarts included; the store is asked on
 *       each request, and none is let in while it cannot be.
 * </ul>
 *
 * <p>The memory has a fixed size, {@link #memory}. When it is full, requests are refused (503) until time makes room; none
 * is forgotten before its time. So that no key fills it alone, each has a part of it.
 *
 * <p>An edge that has started does not know what it let in before. It refuses all that may have been, which are the
 * requests created before it started or within the skew that is accepted towards the future after that, 30 seconds unless
 * set otherwise: as unavailable (503) while that lasts, and then with the word to sign again; unless it shares a store, or
 * {@link #servingAtOnce} is chosen.
 */
public final class Replays {
    private static final int CAPACITY = 2_000;
    private static final int MOST = 100_000;
    private static final int AUDIENCE_LENGTH = 64;

    private final @Nullable String audience;
    private final @Nullable NonceStore store;
    private final int capacity;
    private final @Nullable Integer perKey;
    private final boolean atOnce;

    private Replays(
            @Nullable String audience,
            @Nullable NonceStore store,
            int capacity,
            @Nullable Integer perKey,
            boolean atOnce) {
        this.audience = audience;
        this.store = store;
        this.capacity = capacity;
        this.perKey = perKey;
        this.atOnce = atOnce;
    }

    /** Once by each edge; for 2,000 requests in a second. */
    public static Replays local() {
        return new Replays(null, null, CAPACITY, null, false);
    }

    /**
     * Once in all, since a request is for one edge.
     *
     * @param name of this edge or, behind one address, of its region: 1 to 64 of {@code a-z 0-9 . _ -}. Part of what is signed
     */
    public static Replays audience(String name) {
        return new Replays(Objects.requireNonNull(name), null, CAPACITY, null, false);
    }

    /** Once in all, since the edges have one memory. */
    public static Replays shared(NonceStore store) {
        return new Replays(null, Objects.requireNonNull(store), CAPACITY, null, false);
    }

    /** The same for so many signed requests in a second, over the time they are remembered for; [1, 100,000]. */
    public Replays capacity(int requestsPerSecond) {
        return new Replays(audience, store, requestsPerSecond, perKey, atOnce);
    }

    /** The same with room for so many of one key, instead of a quarter of the capacity; [1, capacity]. */
    public Replays perKey(int requestsPerSecond) {
        return new Replays(audience, store, capacity, requestsPerSecond, atOnce);
    }

    /**
     * The same letting requests in from the start on. Refused is only what was created before that. What a caller has
     * signed with a clock that is ahead of the edge's, by as long as the edge was away or more, is then let in once again
     * by the edge that has restarted.
     */
    public Replays servingAtOnce() {
        return new Replays(audience, store, capacity, perKey, true);
    }

    /** How often one request is let in at the most, in words, for the log of a start. */
    public String exposure() {
        if (store != null) {
            return "once in all";
        }
        String where = audience == null ? "once by each edge" : "once by each edge of audience " + audience;
        return atOnce ? where + ", and once more after a restart if its caller's clock was ahead" : where;
    }

    /**
     * The bytes that the memory takes when all of it is in use. Begun slice by slice; what is begun is kept until its place is
     * needed again.
     *
     * @param maxAge how old a request may be
     * @param futureSkew how much later than the wall time it may be created
     */
    public long memory(Duration maxAge, Duration futureSkew) {
        return plan(maxAge, futureSkew).bytes();
    }

    RingPlan plan(Duration maxAge, Duration futureSkew) {
        return RingPlan.of(maxAge.plus(futureSkew), capacity, perKey());
    }

    private int perKey() {
        return perKey == null ? Math.max(1, capacity / 4) : perKey;
    }

    /** Whether a request that is signed for that audience, or for none, is for this edge. */
    boolean isFor(@Nullable String named) {
        return audience == null || audience.equals(named);
    }

    @Nullable
    NonceStore store() {
        return store;
    }

    /** The last second of {@code created} of which an earlier guard may have let something in. */
    long lastUnknown(long epochMillis, Duration futureSkew) {
        if (store != null) {
            return Long.MIN_VALUE;
        }
        return Math.floorDiv(atOnce ? epochMillis - 1 : epochMillis + futureSkew.toMillis(), 1_000L);
    }

    /** What keeps these settings from being used. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (audience != null && !isName(audience)) {
            faults.add("replays.audience must have 1 to " + AUDIENCE_LENGTH + " of a-z 0-9 . _ -; name this edge so");
        }
        if (capacity < 1 || capacity > MOST) {
            faults.add("replays.capacity is " + capacity + "; set it in [1, " + MOST + "]");
        }
        if (perKey() < 1 || perKey() > capacity) {
            faults.add("replays.perKey is " + perKey() + "; set it in [1, capacity]");
        }
        return faults;
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= AUDIENCE_LENGTH
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        return "Replays[" + exposure() + ", capacity=" + capacity + "/s, perKey=" + perKey() + "/s]";
    }
}
