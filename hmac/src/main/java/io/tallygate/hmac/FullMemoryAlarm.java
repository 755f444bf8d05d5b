package io.tallygate.hmac;

import io.tallygate.spi.Listener;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a replay guard refuses requests for want of room: once, until a slice has passed without that. Thread-safe.
 */
final class FullMemoryAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(FullMemoryAlarm.class);

    private final Listener listener;
    private final String code;
    private final String message;
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

    private FullMemoryAlarm(Listener listener, String code, String message) {
        this.listener = listener;
        this.code = code;
        this.message = message;
    }

    /** That there is room for none. */
    static FullMemoryAlarm ofAll(Listener listener) {
        return new FullMemoryAlarm(
                listener,
                "replays-full",
                "signed requests are refused, because more came than can be remembered; raise the capacity of Replays");
    }

    /** That one key has used up its part. */
    static FullMemoryAlarm ofOneKey(Listener listener) {
        return new FullMemoryAlarm(
                listener,
                "replays-key-full",
                "signed requests of an app key are refused, because more of it came than its part of what can be"
                        + " remembered; raise perKey of Replays if that is its usual traffic");
    }

    /** That slice is full. */
    void say(long slice) {
        if (latest.getAndAccumulate(slice, Math::max) < slice - 1) {
            LOG.warn("{}: {}", code, message);
            listener.onAlarm(code, message);
        }
    }
}
