package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What {@code keyid} names: an app key by its id, or what is derived of it for one day and region, as
 * {@code id/yyyymmdd/region}.
 *
 * @param scope null for the whole key
 * @param epochDay the scope's day since 1970 in UTC; 0 for the whole key
 */
record KeyName(CredentialId id, @Nullable DayScope scope, long epochDay) {
    private static final long SECONDS_OF_DAY = 86_400;

    /** Null when it names nothing that can be. */
    static @Nullable KeyName parse(String keyId) {
        int first = keyId.indexOf('/');
        if (first < 0) {
            return keyId.isEmpty() ? null : new KeyName(new CredentialId(keyId), null, 0);
        }
        int second = keyId.indexOf('/', first + 1);
        if (first == 0 || second < 0) {
            return null;
        }
        String day = keyId.substring(first + 1, second);
        DayScope scope = DayScope.parse(DayScope.OWN_PREFIX, day, keyId.substring(second + 1));
        return scope == null ? null : scoped(new CredentialId(keyId.substring(0, first)), scope);
    }

    private static @Nullable KeyName scoped(CredentialId id, DayScope scope) {
        try {
            LocalDate day = LocalDate.parse(scope.day(), DateTimeFormatter.BASIC_ISO_DATE);
            return new KeyName(id, scope, day.toEpochDay());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether the key may have signed in that second. */
    boolean goodIn(long created) {
        return scope == null || Math.floorDiv(created, SECONDS_OF_DAY) == epochDay;
    }

    /** Whether an edge of that region accepts it; one without a region accepts whole keys only. */
    boolean goodAt(@Nullable String region) {
        return scope == null || scope.region().equals(region);
    }
}
