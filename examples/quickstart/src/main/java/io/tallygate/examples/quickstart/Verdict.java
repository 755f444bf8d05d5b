package io.tallygate.examples.quickstart;

/**
 * How the bill compares with what the customers saw.
 *
 * @param complete whether the invoice is
 * @param served requests that were answered 2xx
 * @param billed units in the ledger
 * @param unanswered requests that were sent and never answered, because the edge died: these may be billed or not
 * @param lost requests that were served and not billed
 * @param twice units billed beyond all that was sent
 */
record Verdict(boolean complete, long served, long billed, long unanswered, long lost, long twice) {
    boolean right() {
        return complete && lost == 0 && twice == 0;
    }

    /** The last line of the demo. */
    @Override
    public String toString() {
        return (right() ? "OK" : "WRONG") + " served=" + served + " billed=" + billed + " unanswered=" + unanswered
                + " lost=" + lost + " double=" + twice;
    }
}
