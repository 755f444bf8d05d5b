package io.tallygate.model;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A narrowing of what a credential may be used for. Schemes only parse into this type; the gate's access policy is the
 * one place that evaluates it. All restrictions of an entitlement must hold.
 */
public sealed interface Restriction {
    /**
     * The caller's address must be inside one of the networks.
     *
     * @param networks at least one
     */
    record Networks(Set<Network> networks) implements Restriction {
        /** @throws IllegalArgumentException when there is no network */
        public Networks {
            networks = Set.copyOf(notEmpty("networks", networks));
        }

        /** Parses each block by {@link Network#parse}. */
        public static Networks of(String... blocks) {
            return new Networks(
                    Set.copyOf(List.of(blocks).stream().map(Network::parse).toList()));
        }
    }

    /**
     * The request method must be one of these, compared exactly (RFC 9110, 9.1).
     *
     * @param methods at least one, in upper case
     */
    record Methods(Set<String> methods) implements Restriction {
        /** @throws IllegalArgumentException when there is no method, or one is not an upper-case word */
        public Methods {
            methods = Set.copyOf(notEmpty("methods", methods));
            for (String method : methods) {
                if (!method.equals(Text.visibleAscii("method", method, 32).toUpperCase(Locale.ROOT))) {
                    throw new IllegalArgumentException("method must be in upper case, was " + method);
                }
            }
        }
    }

    /**
     * The path must match one of the patterns. A path that is not plain ({@link PlainPath}) matches none.
     *
     * @param patterns at least one; each an absolute path, or one that ends in {@code /*} and then covers all below
     */
    record Paths(List<String> patterns) implements Restriction {
        /** @throws IllegalArgumentException when there is no pattern, or one is not of that form */
        public Paths {
            patterns = List.copyOf(patterns);
            notEmpty("patterns", patterns);
            for (String pattern : patterns) {
                int star = Text.visibleAscii("path pattern", pattern, 1024).indexOf('*');
                boolean below = star == pattern.length() - 1 && pattern.endsWith("/*");
                if (pattern.charAt(0) != '/' || (star >= 0 && !below)) {
                    throw new IllegalArgumentException(
                            "path pattern must begin with / and may end in /*, was " + pattern);
                }
            }
        }
    }

    /**
     * The request must come within a span of time.
     *
     * @param from the first instant that is allowed
     * @param until the first instant that is no longer allowed
     */
    record During(Instant from, Instant until) implements Restriction {
        /** @throws IllegalArgumentException when the span is empty */
        public During {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException(
                        "restriction must begin before it ends, was " + from + " to " + until);
            }
        }
    }

    /**
     * At most so many requests may be admitted under one id of the account, through whichever credentials carry it. The
     * meter counts them, one for each admission whatever it costs, free ones too; a refund gives the use back. A gate
     * whose meter does not ({@code Meter.countsUses}) refuses the credential.
     *
     * @param id what the uses are counted under; 1 to 56 visible ASCII characters
     * @param uses in [1, 2^40)
     * @param exactness what holds where several edges serve
     */
    record MaxUses(String id, long uses, Exactness exactness) implements Restriction {
        /** @throws IllegalArgumentException when the id or the number breaks its rule */
        public MaxUses {
            Text.visibleAscii("id of uses", id, 56);
            if (uses < 1 || uses > RequestId.MAX_SEQUENCE) {
                throw new IllegalArgumentException("uses must be in [1, 2^40), was " + uses);
            }
        }

        /** Between edges that cannot ask one another on each request. */
        public enum Exactness {
            /** Never one too many, on all edges together. */
            EXACT,
            /**
             * Never one too many on any edge, so at most {@code (edges - 1) * uses} too many in all, and fewer when the
             * uses are apart in time: each edge takes what it has heard of the others' from its own.
             */
            PER_EDGE
        }
    }

    private static <T extends Collection<?>> T notEmpty(String field, T collection) {
        if (collection.isEmpty()) {
            throw new IllegalArgumentException(field + " must not be empty; leave the restriction out to allow all");
        }
        return collection;
    }
}
