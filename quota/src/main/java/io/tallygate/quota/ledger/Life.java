package io.tallygate.quota.ledger;

import io.tallygate.model.RequestId;

/**
 * One opening of a state directory by one process. What it counted stands under its incarnation for ever.
 *
 * @param edge whose life it is
 * @param label what people call the edge, such as {@code eu-1}; 1 to 64 visible ASCII characters; not an identity
 * @param incarnation 60 random bits, never used again
 */
public record Life(EdgeId edge, String label, long incarnation) {
    /** @throws IllegalArgumentException when the label or the incarnation breaks its rule */
    public Life {
        if (label.isEmpty() || label.length() > 64 || !label.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("edge label must have 1 to 64 visible ASCII characters");
        }
        if ((incarnation & ~RequestId.INCARNATION_MASK) != 0) {
            throw new IllegalArgumentException("an incarnation has 60 bits");
        }
    }
}
