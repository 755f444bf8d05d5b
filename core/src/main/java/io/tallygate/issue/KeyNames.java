package io.tallygate.issue;

import io.tallygate.model.CredentialId;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How records of keys are named: {@code prefix_}, 6 characters for the second of birth, 7 random ones, of {@link Base62}.
 * Names of one prefix are in order of birth. Immutable.
 */
public final class KeyNames {
    /** The characters behind the prefix and its underscore. */
    public static final int LENGTH = 13;

    /** The most characters of a prefix. */
    public static final int MAX_PREFIX = 13;

    private static final int BIRTH = 6;

    private final String marker;

    /** @throws IllegalArgumentException when the prefix has a {@link #fault} */
    public KeyNames(String prefix) {
        String fault = fault(prefix);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        this.marker = prefix + "_";
    }

    /** What is wrong with a prefix and what to do about it; null when nothing is. */
    public static @Nullable String fault(String prefix) {
        boolean well = !prefix.isEmpty() && prefix.length() <= MAX_PREFIX;
        for (int i = 0; well && i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            boolean inner = i > 0 && ((c >= '0' && c <= '9') || (c == '_' && i < prefix.length() - 1));
            well = (c >= 'a' && c <= 'z') || inner;
        }
        return well
                ? null
                : "key prefix must be a lower-case letter and up to " + (MAX_PREFIX - 1)
                        + " of a-z, 0-9 and inner _, was \"" + prefix + "\"; choose one such as \"tg\"";
    }

    /** The prefix and its underscore. */
    public String marker() {
        return marker;
    }

    /** Whether a text is such a name. Allocates nothing. */
    public boolean isName(String text) {
        return text.length() == marker.length() + LENGTH
                && text.startsWith(marker)
                && Base62.isAll(text, marker.length(), text.length());
    }

    /** A new name. */
    public CredentialId newId(Instant birth, RandomGenerator random) {
        String second = Base62.number(Math.max(0, birth.getEpochSecond()), BIRTH);
        return new CredentialId(marker + second + Base62.random(random, LENGTH - BIRTH));
    }

    /** The second in which a name of any prefix was given, as it tells itself. */
    public static Instant birth(CredentialId name) {
        String text = name.value();
        int from = text.length() - LENGTH;
        return Instant.ofEpochSecond(Base62.number(text, from, from + BIRTH));
    }
}
