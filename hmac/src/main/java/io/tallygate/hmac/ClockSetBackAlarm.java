package io.tallygate.hmac;

import io.tallygate.spi.Listener;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, once, that a replay guard lets nothing in for longer than after any start, because the clock was set back since it
 * began. Thread-safe.
 */
final class ClockSetBackAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(ClockSetBackAlarm.class);

    private final Listener listener;
    private final long begun;
    private final long lastUnknown;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * Of a guard, in seconds since 1970.
     *
     * @param begun the wall time at which it began
     * @param lastUnknown after which it lets something in
     */
    ClockSetBackAlarm(Listener listener, long begun, long lastUnknown) {
        this.listener = listener;
        this.begun = begun;
        this.lastUnknown = lastUnknown;
    }

    /** That something was not let in, in that second. */
    void say(long second) {
        if (second < begun && !told.getAndSet(true)) {
            String message = "signed requests are refused until the clock passes " + Instant.ofEpochSecond(lastUnknown)
                    + ", because it was ahead by " + (begun - second)
                    + " s when the gate started; start it again with the clock as it is now";
            LOG.warn("replays-starting: {}", message);
            listener.onAlarm("replays-starting", message);
        }
    }
}
