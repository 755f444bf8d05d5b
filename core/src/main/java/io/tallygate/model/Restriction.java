package io.tallygate.model;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A narrowing of what a credential may be used for. Schemes only parse into this type; the gate's access policy is the
 * one place that evaluates it. All restrictions of an entitlement must hold.
 */
public sealed interface Restriction {
    /**
     * This restriction as words, for whoever stores or signs it: the name of its kind, then what it says, sets sorted.
     * There is one such list for each value, and it never changes.
     */
    List<String> words();

    /**
     * The restriction that has these {@link #words}.
     *
     * @throws IllegalArgumentException when there is none, also where they differ from its own only in spelling or order
     */
    static Restriction of(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a restriction must have at least one word, the name of its kind");
        }
        Restriction restriction = of(words.get(0), words.subList(1, words.size()));
        if (!restriction.words().equals(words)) {
            throw new IllegalArgumentException("words of a restriction must be in their one form");
        }
        return restriction;
    }

    private static Restriction of(String kind, List<String> values) {
        return switch (kind) {
            case Networks.KIND -> Networks.of(values.toArray(String[]::new));
            case Methods.KIND -> new Methods(Set.copyOf(values));
            case Paths.KIND -> new Paths(values);
            case During.KIND -> During.of(values);
            case MaxUses.KIND -> MaxUses.of(values);
            default -> throw new IllegalArgumentException("words must begin with a kind of restriction that is known");
        };
    }

    /**
     * The caller's address must be inside one of the networks.
     *
     * @param networks at least one
     */
    record Networks(Set<Network> networks) implements Restriction {
        private static final String KIND = "networks";

        /** @throws IllegalArgumentException when there is no network */
        public Networks {
            networks = Set.copyOf(notEmpty("networks", networks));
        }

        /** Parses each block by {@link Network#parse}. */
        public static Networks of(String... blocks) {
            return new Networks(
                    Set.copyOf(List.of(blocks).stream().map(Network::parse).toList()));
        }

        @Override
        public List<String> words() {
            return sorted(KIND, networks.stream().map(Network::toString));
        }
    }

    /**
     * The request method must be one of these, compared exactly (RFC 9110, 9.1).
     *
     * @param methods at least one, in upper case
     */
    record Methods(Set<String> methods) implements Restriction {
        private static final String KIND = "methods";

        /** @throws IllegalArgumentException when there is no method, or one is not an upper-case word */
        public Methods {
            methods = Set.copyOf(notEmpty("methods", methods));
            for (String method : methods) {
                if (!method.equals(Text.visibleAscii("method", method, 32).toUpperCase(Locale.ROOT))) {
                    throw new IllegalArgumentException("method must be in upper case, was " + method);
                }
            }
        }

        @Override
        public List<String> words() {
            return sorted(KIND, methods.stream());
        }
    }

    /**
     * The path must match one of the patterns. A path that is not plain ({@link PlainPath}) matches none.
     *
     * @param patterns at least one; each an absolute path, or one that ends in {@code /*} and then covers all below
     */
    record Paths(List<String> patterns) implements Restriction {
        private static final String KIND = "paths";

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

        @Override
        public List<String> words() {
            return Stream.concat(Stream.of(KIND), patterns.stream()).toList();
        }
    }

    /**
     * The request must come within a span of time.
     *
     * @param from the first instant that is allowed
     * @param until the first instant that is no longer allowed
     */
    record During(Instant from, Instant until) implements Restriction {
        private static final String KIND = "during";

        /** @throws IllegalArgumentException when the span is empty */
        public During {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException(
                        "restriction must begin before it ends, was " + from + " to " + until);
            }
        }

        private static During of(List<String> values) {
            if (values.size() != 2) {
                throw new IllegalArgumentException("during must have two instants, had " + values.size());
            }
            try {
                return new During(Instant.parse(values.get(0)), Instant.parse(values.get(1)));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("during must have two instants such as 2026-01-31T23:59:00Z", e);
            }
        }

        @Override
        public List<String> words() {
            return List.of(KIND, from.toString(), until.toString());
        }
    }

    private static List<String> sorted(String kind, Stream<String> values) {
        return Stream.concat(Stream.of(kind), values.sorted()).toList();
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
        private static final String KIND = "max-uses";

        /** @throws IllegalArgumentException when the id or the number breaks its rule */
        public MaxUses {
            Text.visibleAscii("id of uses", id, 56);
            if (uses < 1 || uses > RequestId.MAX_SEQUENCE) {
                throw new IllegalArgumentException("uses must be in [1, 2^40), was " + uses);
            }
        }

        private static MaxUses of(List<String> values) {
            if (values.size() != 3) {
                throw new IllegalArgumentException("max-uses must have an id, a number and an exactness");
            }
            return new MaxUses(values.get(0), Long.parseLong(values.get(1)), Exactness.valueOf(values.get(2)));
        }

        @Override
        public List<String> words() {
            return List.of(KIND, id, Long.toString(uses), exactness.name());
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
