package io.tallygate.hmac;

import io.tallygate.model.Restriction;
import io.tallygate.model.Restriction.MaxUses;
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
 * @param restrictions all must hold; uses are limited under the name {@value #LINK}, for which the link's own id stands in
 */
record LinkTerms(@Nullable Instant until, List<Restriction> restrictions) {
    /** The most that one link may say. */
    static final int MAX_LINES = 16;

    /** The id under which a link limits uses. It cannot name another, or it could use up what another limits. */
    static final String LINK = "link";

    private static final String UNTIL = "until ";

    /** @throws IllegalArgumentException when it says too much, or limits uses under another name */
    LinkTerms {
        restrictions = List.copyOf(restrictions);
        int lines = restrictions.size() + (until == null ? 0 : 1);
        if (lines > MAX_LINES) {
            throw new IllegalArgumentException(
                    "one narrowing may say at most " + MAX_LINES + " things, said " + lines + "; narrow twice");
        }
        for (Restriction restriction : restrictions) {
            if (restriction instanceof MaxUses limit && !limit.id().equals(LINK)) {
                throw new IllegalArgumentException("a link limits the uses of itself only");
            }
        }
    }

    /** The restrictions of a link of that id. */
    List<Restriction> restrictions(String id) {
        return restrictions.stream()
                .map(each -> each instanceof MaxUses limit ? new MaxUses(id, limit.uses(), limit.exactness()) : each)
                .toList();
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
