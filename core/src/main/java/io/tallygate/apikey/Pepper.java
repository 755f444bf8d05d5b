package io.tallygate.apikey;

import io.tallygate.model.Secret;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is mixed into the hashes of keys and is not in the directory, so that the directory alone is not even
 * good for checking guesses.
 *
 * @param label what records call it by; never the secret itself
 * @param source asked each time a key is issued or looked up; so it should be quick
 */
record Pepper(String label, Supplier<Secret> source) {
    private static final int LEAST_BYTES = 16;
    private static final int LONGEST_LABEL = 32;

    /** What is wrong with a label and what to do about it; null when nothing is. */
    static @Nullable String fault(String label) {
        boolean well = !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && label.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ':');
        return well
                ? null
                : "pepper label must have 1 to " + LONGEST_LABEL
                        + " visible ASCII characters but no colon; choose one such as \"2026\"";
    }

    /** @throws IllegalStateException when the source gives none, or one that could be guessed */
    byte[] bytes() {
        Secret secret = source.get();
        if (secret == null || secret.length() < LEAST_BYTES) {
            throw new IllegalStateException("pepper " + label + " must have at least " + LEAST_BYTES
                    + " bytes; have its supplier give 32 random ones");
        }
        return secret.reveal();
    }
}
