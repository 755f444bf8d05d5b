package io.tallygate.seal;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One key of a ring.
 *
 * @param label what is sealed with it names it by
 * @param source asked each time
 */
record SealingKey(String label, Supplier<Secret> source) {
    private static final int LEAST_BYTES = 32;

    static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= SealingKeys.LONGEST_LABEL
                && label.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    /** @param whose what messages call the owner of the ring */
    List<String> faults(String whose) {
        if (!isLabel(label)) {
            return List.of(whose + " key label must have 1 to " + SealingKeys.LONGEST_LABEL
                    + " visible ASCII characters; choose one such as \"2026\"");
        }
        try {
            secret(whose);
            return List.of();
        } catch (IllegalStateException unusable) {
            return List.of(String.valueOf(unusable.getMessage()));
        }
    }

    private byte[] secret(String whose) {
        Secret secret = given(whose);
        if (secret == null || secret.length() < LEAST_BYTES) {
            throw unusable(whose, "it is too short");
        }
        return secret.reveal();
    }

    private @Nullable Secret given(String whose) {
        try {
            return source.get();
        } catch (RuntimeException failed) {
            // without its message or itself as the cause: both may quote the key
            throw unusable(whose, "its supplier threw " + failed.getClass().getName());
        }
    }

    private IllegalStateException unusable(String whose, String why) {
        return new IllegalStateException(whose + " key " + label + " cannot be used, " + why
                + "; have its supplier give " + LEAST_BYTES + " random bytes");
    }

    /** For AES-256, and for nothing that the secret is used for elsewhere. */
    SecretKey key(String whose, String purpose) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret(whose), "HmacSHA256"));
        return new SecretKeySpec(mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII)), "AES");
    }

    @Override
    public String toString() {
        return "SealingKey[label=" + label + "]";
    }
}
