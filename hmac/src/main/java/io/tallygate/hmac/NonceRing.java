package io.tallygate.hmac;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The slices of the seconds that requests may have been created in, each at its number modulo {@link RingPlan#SLICES}. A
 * slice is let go when the one that many further on is begun. That is when the window has left it: a request of the new
 * slice is within the window, which is shorter than the ring.
 *
 * <p>That no request is let in twice does not rest on any clock, though:
 *
 * <ul>
 *   <li>A slice is never emptied. It is begun, grows, and is dropped as a whole; who still holds it adds to what it has
 *       always held.
 *   <li>The numbers at one place of the ring only rise. So a slice that was dropped never comes back empty: who asks for
 *       it is told that it is gone.
 * </ul>
 *
 * <p>All who add one request therefore add it to one and the same slice, or are refused; be they late by hours, or the
 * wall clock set back between. A clock that was ahead and is set back by more than the ring's length costs refusals
 * until it has caught up with what was begun meanwhile.
 *
 * <p>Thread-safe. A slice in use is found without a lock; one is begun under the lock, so that threads that need it at
 * once wait for its memory instead of taking it once each.
 */
final class NonceRing {
    private final RingPlan plan;
    private final AtomicReferenceArray<@Nullable NonceSlice> slices = new AtomicReferenceArray<>(RingPlan.SLICES);

    NonceRing(RingPlan plan) {
        this.plan = plan;
    }

    /** The slice of that number; null when it was let go. */
    @Nullable
    NonceSlice slice(long number) {
        NonceSlice held = slices.get(RingPlan.place(number));
        if (held != null && held.number() >= number) {
            return held.number() == number ? held : null;
        }
        return begun(number);
    }

    private synchronized @Nullable NonceSlice begun(long number) {
        int place = RingPlan.place(number);
        NonceSlice held = slices.get(place);
        if (held == null || held.number() < number) {
            held = new NonceSlice(number, plan.entries());
            slices.set(place, held);
        }
        return held.number() == number ? held : null;
    }
}
