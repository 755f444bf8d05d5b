package io.tallygate.hmac;

import io.tallygate.model.Restriction;
import io.tallygate.model.Restriction.MaxUses;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a key shall allow at most, beside all that it is narrowed to already: there is no way to say more than that.
 * Immutable: each method returns another. All that is said must hold, also what is said twice.
 */
public final class Narrowing {
    /** Says nothing. */
    static final Narrowing NOTHING = new Narrowing(new LinkTerms(null, List.of()));

    private final LinkTerms terms;

    private Narrowing(LinkTerms terms) {
        this.terms = terms;
    }

    LinkTerms terms() {
        return terms;
    }

    /**
     * Only these methods.
     *
     * @throws IllegalArgumentException when there is none, or one is not in upper case
     */
    public Narrowing methods(String... methods) {
        return with(new Restriction.Methods(Set.of(methods)));
    }

    /**
     * Only these paths; one that ends in {@code /*} stands for all below.
     *
     * @throws IllegalArgumentException when there is none, or one is no such path
     */
    public Narrowing paths(String... patterns) {
        return with(new Restriction.Paths(List.of(patterns)));
    }

    /**
     * Only from these networks, as {@code 10.0.0.0/8} or a single address.
     *
     * @throws IllegalArgumentException when there is none, or one is no such network
     */
    public Narrowing networks(String... blocks) {
        return with(Restriction.Networks.of(blocks));
    }

    /** Only before that instant. */
    public Narrowing until(Instant end) {
        boolean ended = terms.until() != null && terms.until().isBefore(end);
        return ended ? this : new Narrowing(new LinkTerms(end, terms.restrictions()));
    }

    /**
     * Only for so many requests, counted over the key and all that are narrowed from it. The edges' meter counts them;
     * where there is none that does, the key is refused.
     *
     * @param uses in [1, 2^40)
     * @param exactness what holds where several edges serve
     * @throws IllegalArgumentException when there are none or too many
     */
    public Narrowing uses(long uses, MaxUses.Exactness exactness) {
        return with(new MaxUses(LinkTerms.LINK, uses, exactness));
    }

    private Narrowing with(Restriction restriction) {
        List<Restriction> more = Stream.concat(terms.restrictions().stream(), Stream.of(restriction))
                .toList();
        return new Narrowing(new LinkTerms(terms.until(), more));
    }

    /** In the words that go into the key. */
    @Override
    public String toString() {
        return "Narrowing[" + terms.text().replace("\n", ", ") + "]";
    }
}
