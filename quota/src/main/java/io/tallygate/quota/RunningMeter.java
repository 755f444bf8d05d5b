package io.tallygate.quota;

import io.tallygate.spi.Meter;

/** An open {@link QuotaMeter}, for operators, demos and tests. Thread-safe. */
public interface RunningMeter extends Meter {
    /** How the meter is. */
    MeterStatus status();

    /**
     * Sends what there is, now, on this thread, and reads the answers; for tests and for operators. Never throws. A
     * flush that is under way is waited for.
     *
     * @return whether all that was counted before the call is acknowledged by the ledger
     */
    boolean flush();
}
