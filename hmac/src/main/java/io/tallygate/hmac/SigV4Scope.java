package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where signatures are good: those of another region or service are made with other keys.
 *
 * @param dialect whose names they use
 * @param region 1 to 32 letters, digits and {@code - _}
 * @param service likewise
 */
record SigV4Scope(SigV4Dialect dialect, String region, String service) {
    /** @throws IllegalArgumentException when a name breaks the rule above */
    SigV4Scope {
        requireName("region", region);
        requireName("service", service);
    }

    private static void requireName(String what, String name) {
        if (!DayScope.isRegion(name)) {
            throw new IllegalArgumentException(
                    what + " must be 1 to " + DayScope.LONGEST_REGION + " letters, digits, - or _, was " + name);
        }
    }

    /** What follows the day: {@code /eu-1/orders/aws4_request}. */
    String behindDay() {
        return "/" + region + "/" + service + "/" + dialect.terminator();
    }

    /**
     * The key of one day: that of the day and the region, and from it, in the same way, that of the service.
     *
     * @param day as {@code 20260131}
     * @return null when the secret is the key of another day or region
     */
    @Nullable
    MacKey key(LiveSecret secret, String day) {
        Secret ofRegion = secret.keyOf(ofDay(day));
        return ofRegion == null ? null : ofService(new MacKey(ofRegion.reveal()));
    }

    /** What the key of one day and the region is derived for. */
    DayScope ofDay(String day) {
        return new DayScope(dialect.secretPrefix(), day, region);
    }

    private MacKey ofService(MacKey ofRegion) {
        MacKey ofService = new MacKey(ofRegion.sign(bytes(service)));
        return new MacKey(ofService.sign(bytes(dialect.terminator())));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
