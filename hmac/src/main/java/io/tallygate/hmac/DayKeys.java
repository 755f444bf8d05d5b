package io.tallygate.hmac;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one secret gives for yesterday, today and tomorrow, each made when it is first asked for; making one takes
 * four times as long as a signature. Those of other days are not kept, so that nobody can ask for many. Thread-safe.
 */
final class DayKeys {
    private static final int DAYS = 3;
    private static final long SECONDS = 86_400;

    private final LiveSecret secret;
    private final SigV4Scope scope;
    private final AtomicReferenceArray<@Nullable DayKey> kept = new AtomicReferenceArray<>(DAYS);

    DayKeys(LiveSecret secret, SigV4Scope scope) {
        this.secret = secret;
        this.scope = scope;
    }

    LiveSecret secret() {
        return secret;
    }

    /**
     * The key of the day of a time.
     *
     * @param time as {@code 20260131T120000Z}
     * @param second the same in seconds since 1970
     * @param epochMillis the wall time
     * @return null when the secret has ended, or is only good for another day or region
     */
    @Nullable
    MacKey key(String time, long second, long epochMillis) {
        return secret.liveAt(epochMillis) ? live(time, second, epochMillis) : null;
    }

    private @Nullable MacKey live(String time, long second, long epochMillis) {
        long day = Math.floorDiv(second, SECONDS);
        int place = (int) Math.floorMod(day, (long) DAYS);
        DayKey there = kept.get(place);
        if (there != null && there.day == day) {
            return there.key;
        }
        MacKey made = scope.key(secret, time.substring(0, SigV4Time.DAY));
        long today = Math.floorDiv(epochMillis, SECONDS * 1_000);
        if (made != null && Math.abs(day - today) <= 1) {
            kept.set(place, new DayKey(day, made));
        }
        return made;
    }

    private record DayKey(long day, MacKey key) {}
}
