package io.tallygate.hmac;

import io.tallygate.model.Restriction.MaxUses;
import io.tallygate.model.Restriction.MaxUses.Exactness;

/**
 * How often URLs may be used, as they say it: {@code 3-per-edge}, or {@code 3-exact}. There is no number alone, since the
 * two promise different things.
 *
 * @param uses in [1, 2^40)
 */
record UseLimit(long uses, Exactness exactness) {
    /** @throws IllegalArgumentException when the number breaks the rule */
    UseLimit {
        new MaxUses("any", uses, exactness);
    }

    /** @throws IllegalArgumentException when the text is no limit, or not in its one spelling */
    static UseLimit parse(String text) {
        for (Exactness exactness : Exactness.values()) {
            String ending = ending(exactness);
            if (text.endsWith(ending)) {
                String number = text.substring(0, text.length() - ending.length());
                UseLimit limit = new UseLimit(Long.parseLong(number), exactness);
                if (limit.text().equals(text)) {
                    return limit;
                }
            }
        }
        throw new IllegalArgumentException("uses must be such as 3-per-edge or 3-exact");
    }

    private static String ending(Exactness exactness) {
        return switch (exactness) {
            case EXACT -> "-exact";
            case PER_EDGE -> "-per-edge";
        };
    }

    String text() {
        return uses + ending(exactness);
    }

    /** The same of all URLs whose uses are counted under that id. */
    MaxUses under(String id) {
        return new MaxUses(id, uses, exactness);
    }
}
