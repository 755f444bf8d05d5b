package io.tallygate;

import java.util.ArrayList;
import java.util.List;

/**
 * The filter of existing credentials, which knows most made-up ones without asking the centre. Checked by
 * {@link TallygateBuilder#build()}.
 *
 * <p>It takes 1.44 · log2(1 / falsePositives) bits for each credential it is built for, which is 1.2 bytes at 0.01 and
 * 3.6 at 0.000001, and twice as much while it is built anew. It is built for half as many again as there are.
 *
 * @param on whether there is one; it also needs a directory that has a log of changes
 * @param falsePositives the part of the made-up credentials that it lets pass when it is as full as it was built for;
 *     [0.000001, 0.2]
 * @param expected credentials that it is built for at the least; [1,000, most]
 * @param most credentials that it is built for at the most, which bounds its memory: where there are more, it lets more
 *     made-up ones pass and still refuses none that exists; [expected, 1,000,000,000]
 */
public record FilterSettings(boolean on, double falsePositives, long expected, long most) {
    /** On; one in a hundred passes; for 100,000 credentials at least, in 120 kB, and 10 million at most, in 12 MB. */
    public static FilterSettings standard() {
        return new FilterSettings(true, 0.01, 100_000, 10_000_000);
    }

    /** No filter. */
    public FilterSettings off() {
        return new FilterSettings(false, falsePositives, expected, most);
    }

    /** The same letting another part of the made-up credentials pass. */
    public FilterSettings falsePositives(double part) {
        return new FilterSettings(on, part, expected, most);
    }

    /** The same for another number of credentials at the least. */
    public FilterSettings expected(long credentials) {
        return new FilterSettings(on, falsePositives, credentials, most);
    }

    /** The same for another number of credentials at the most. */
    public FilterSettings most(long credentials) {
        return new FilterSettings(on, falsePositives, expected, credentials);
    }

    /** How many credentials to build for, when there are so many. */
    long capacity(long credentials) {
        return credentials >= most ? most : Math.min(most, Math.max(expected, credentials + credentials / 2));
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Bounds.check(faults, "filter.falsePositives", falsePositives, 0.000_001, 0.2);
        Bounds.check(faults, "filter.expected", expected, 1_000, most);
        Bounds.check(faults, "filter.most", most, expected, 1_000_000_000);
        return faults;
    }
}
