package io.tallygate.hmac;

import io.tallygate.model.Restriction;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one link allows at most. As text: a line for each that is said, first the end, then the restrictions in their order,
 * each as its {@link Restriction#words} parted by spaces.
 *
 * @param until the first instant at which the link allows nothing any more, or null
 * @param restrictions all must hold
 */
record LinkTerms(@Nullable Instant until, List<Restriction> restrictions) {
    /** The most that one link may say. */
    static final int MAX_LINES = 16;

    private static final String UNTIL = "until ";

    /** @throws IllegalArgumentException when it says too much */
    LinkTerms {
        restrictions = List.copyOf(restrictions);
        int lines = restrictions.size() + (until == null ? 0 : 1);
        if (lines > MAX_LINES) {
            throw new IllegalArgumentException(
                    "one narrowing may say at most " + MAX_LINES + " things, said " + lines + "; narrow twice");
        }
    }

    /** ASCII. */
    String text() {
        List<String> lines = new ArrayList<>();
        if (until != null) {
            lines.add(UNTIL + until);
        }
        restrictions.forEach(restriction -> lines.add(String.join(" ", restriction.words())));
        return String.join("\n", lines);
    }

    /**
     * The terms of which that is the text; null when there are none. Whoever adds a link writes what he likes: what is not
     * understood, or is spelled in another way, must not be left out.
     */
    static @Nullable LinkTerms read(String text) {
        try {
            LinkTerms terms = parse(text);
            return terms.text().equals(text) ? terms : null;
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return null;
        }
    }

    private static LinkTerms parse(String text) {
        Instant until = null;
        List<Restriction> restrictions = new ArrayList<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            if (line.startsWith(UNTIL)) {
                until = Instant.parse(line.substring(UNTIL.length()));
            } else {
                restrictions.add(Restriction.of(List.of(line.split(" ", -1))));
            }
        }
        return new LinkTerms(until, restrictions);
    }
}
