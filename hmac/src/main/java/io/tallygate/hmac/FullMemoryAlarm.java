package io.tallygate.hmac;

import io.tallygate.spi.Listener;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells that a replay guard is full: once, until a slice has passed without that. Thread-safe. */
final class FullMemoryAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(FullMemoryAlarm.class);
    private static final String CODE = "replays-full";
    private static final String MESSAGE =
            "signed requests are refused, because more came than can be remembered; raise the capacity of Replays";

    private final Listener listener;
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

    FullMemoryAlarm(Listener listener) {
        this.listener = listener;
    }

    /** That slice is full. */
    void say(long slice) {
        if (latest.getAndAccumulate(slice, Math::max) < slice - 1) {
            LOG.warn("{}: {}", CODE, MESSAGE);
            listener.onAlarm(CODE, MESSAGE);
        }
    }
}
