package io.tallygate.directory;

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
 * A key that snapshots are sealed with.
 *
 * @param label what a snapshot calls it by
 * @param source asked each time
 */
record SealingKey(String label, Supplier<Secret> source) {
    static final int LONGEST_LABEL = 32;
    private static final int LEAST_BYTES = 32;
    private static final byte[] PURPOSE = "tallygate continuity snapshot 1".getBytes(StandardCharsets.US_ASCII);

    static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && label.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    List<String> faults() {
        if (!isLabel(label)) {
            return List.of("continuity's key label must have 1 to " + LONGEST_LABEL
                    + " visible ASCII characters; choose one such as \"2026\"");
        }
        try {
            secret();
            return List.of();
        } catch (IllegalStateException unusable) {
            return List.of(String.valueOf(unusable.getMessage()));
        }
    }

    private byte[] secret() {
        Secret secret = given();
        if (secret == null || secret.length() < LEAST_BYTES) {
            throw unusable("it is too short");
        }
        return secret.reveal();
    }

    private @Nullable Secret given() {
        try {
            return source.get();
        } catch (RuntimeException failed) {
            // without its message or itself as the cause: both may quote the key
            throw unusable("its supplier threw " + failed.getClass().getName());
        }
    }

    private IllegalStateException unusable(String why) {
        return new IllegalStateException("continuity's key " + label + " cannot be used, " + why
                + "; have its supplier give " + LEAST_BYTES + " random bytes");
    }

    /** For AES-256, and for nothing that the secret is used for elsewhere. */
    SecretKey key() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret(), "HmacSHA256"));
        return new SecretKeySpec(mac.doFinal(PURPOSE), "AES");
    }

    @Override
    public String toString() {
        return "SealingKey[label=" + label + "]";
    }
}
