package io.tallygate.hmac;

import io.tallygate.issue.Base62;
import io.tallygate.issue.KeyNames;
import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The text of an app key's secret: {@code tgs_}, 43 random characters of base 62, which are 256 bits, and a checksum of 6.
 * What signs are the bytes of the whole text; with the longest usual prefix of SigV4 in front they still fit one block of
 * SHA-256.
 */
final class AppSecret {
    private static final String MARKER = "tgs_";
    private static final int RANDOM = 43;
    private static final int LENGTH = MARKER.length() + RANDOM + Base62.CHECKSUM;

    private AppSecret() {}

    static String draw(RandomGenerator random) {
        return Base62.checked(MARKER + Base62.random(random, RANDOM));
    }

    /** @throws IllegalArgumentException when no app key has such a name or such a secret; says what is wrong with it */
    static void requireIssued(String appId, Secret secret) {
        String fault = AppKey.NAMES.isName(appId)
                ? fault(new String(secret.reveal(), StandardCharsets.UTF_8))
                : "the app key's name must be " + AppKey.NAMES.marker() + " and " + KeyNames.LENGTH
                        + " characters; give it first, and then the secret";
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** What is wrong with a text that should be one, without a character of it; null when nothing is. */
    static @Nullable String fault(String text) {
        if (!text.startsWith(MARKER)) {
            return "an app key's secret begins with " + MARKER + "; copy it from there on, without quotes or spaces";
        }
        if (text.length() != LENGTH) {
            return "an app key's secret has " + LENGTH + " characters, not " + text.length()
                    + "; copy it whole, without a line end";
        }
        boolean copied = Base62.isAll(text, MARKER.length(), LENGTH) && Base62.checksumHolds(text, 0, LENGTH);
        return copied ? null : "the app key's secret was changed when it was copied; copy it again";
    }
}
