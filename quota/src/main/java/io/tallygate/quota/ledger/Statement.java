package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;
import io.tallygate.quota.plan.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of an account's use in one window.
 *
 * @param account whose use
 * @param window in which window
 * @param lines one for each meter and plan, in that order
 * @param missing why this may not be all, in order of edge; empty when it is complete
 */
public record Statement(AccountId account, Window window, List<Line> lines, List<Missing> missing) {
    /** Copies the lists. */
    public Statement {
        lines = List.copyOf(lines);
        missing = List.copyOf(missing);
    }

    /** Whether this is all there will ever be, but for adjustments. */
    public boolean complete() {
        return missing.isEmpty();
    }

    /**
     * The use of one meter under one plan.
     *
     * @param meter what was used
     * @param plan under which plan it was counted
     * @param planVersion the lowest version any edge counted it under
     * @param used units used, without the late ones
     * @param refunded units given back, without the late ones
     * @param lateUsed units that came after an edge had closed the window: adjustments
     * @param lateRefunded units given back after that: adjustments
     */
    public record Line(
            String meter, String plan, int planVersion, long used, long refunded, long lateUsed, long lateRefunded) {}

    /**
     * A reason why units may be missing.
     *
     * @param edge the edge that owes its word; null when the ledger itself is not sure
     * @param label the edge's label, or "ledger"
     * @param why in words for a person
     */
    public record Missing(@Nullable EdgeId edge, String label, String why) {}
}
