package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a client signs with: the whole secret of its app key, or what it derives from that for one region, day by day.
 * Thread-safe.
 */
final class ClientKey {
    private final String appId;
    private final Secret secret;
    private final @Nullable String region;
    private final Named whole;
    private volatile @Nullable OfDay newest;

    private ClientKey(String appId, Secret secret, @Nullable String region) {
        this.appId = appId;
        this.secret = secret;
        this.region = region;
        this.whole = new Named(appId, new MacKey(secret.reveal()));
    }

    static ClientKey of(String appId, Secret secret) {
        return new ClientKey(appId, secret, null);
    }

    ClientKey region(String name) {
        if (!DayScope.isRegion(name)) {
            throw new IllegalArgumentException(
                    "a region must have 1 to " + DayScope.LONGEST_REGION + " of A-Z a-z 0-9 - _, was " + name);
        }
        return new ClientKey(appId, secret, name);
    }

    /** The key for what is signed in that second. */
    Named at(long epochSecond) {
        if (region == null) {
            return whole;
        }
        LocalDate day = EdgeDays.dayOf(Instant.ofEpochSecond(epochSecond));
        OfDay present = newest;
        if (present == null || !present.day().equals(day)) {
            present = new OfDay(day, derived(DayScope.of(DayScope.OWN_PREFIX, day, region)));
            newest = present;
        }
        return present.key();
    }

    private Named derived(DayScope scope) {
        String keyId = appId + "/" + scope.day() + "/" + scope.region();
        return new Named(keyId, new MacKey(scope.derive(secret).reveal()));
    }

    @Override
    public String toString() {
        return region == null ? appId : appId + "/*/" + region;
    }

    /** What a signature says of its key, and the key. */
    record Named(String keyId, MacKey mac) {}

    private record OfDay(LocalDate day, Named key) {}
}
