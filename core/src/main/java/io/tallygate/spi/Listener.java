package io.tallygate.spi;

import io.tallygate.model.Anomaly;
import io.tallygate.model.Decision;
import io.tallygate.model.Entitlement;
import java.time.Duration;

/**
 * Is told what a gate does. Every method does nothing unless overridden. Called on the thread that did it: be quick.
 * What it throws is logged and goes no further. Thread-safe.
 */
public interface Listener {
    /** A request was decided. */
    default void onDecision(Decision decision) {}

    /** A central look-up ended, or was not begun. */
    default void onCentralCall(String scheme, CentralCall outcome, Duration took) {}

    /** A session began. */
    default void onSessionBegin(Entitlement entitlement) {}

    /** A session ended. */
    default void onSessionEnd(Entitlement entitlement, SessionEnd why) {}

    /** Something needs a person. Told once for each new trouble, not for each symptom. */
    default void onAlarm(String code, String message) {}

    /** A credential is used unlike before. Told only by a gate with a monitor. */
    default void onAnomaly(Anomaly anomaly) {}

    /** How a central look-up ended. */
    enum CentralCall {
        /** The credential is known. */
        KNOWN,
        /** It is not, or no longer. */
        REFUSED,
        /** The centre failed, was too slow, or too many calls were under way. */
        UNAVAILABLE,
        /** It was not begun: the budget of the caller's address, or of the edge, is used up. */
        OVER_BUDGET
    }

    /** Why a session ended. */
    enum SessionEnd {
        /** Not used for so long, or past its absolute deadline. */
        EXPIRED,
        /** It made room for another. */
        EVICTED,
        /** A revocation covers it. */
        REVOKED,
        /** The directory's record has changed or is gone. */
        CHANGED,
        /** The gate closed. */
        CLOSED
    }
}
