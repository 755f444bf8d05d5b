package io.tallygate.quota;

import io.tallygate.spi.Listener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a person of each new trouble once, and of its symptoms at debug level only. Never throws. Thread-safe. */
final class Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaMeter.class);
    /** Of one code, so that a flood of small troubles never hides a great one. */
    private static final int MOST_MATTERS = 1_000;

    private final Listener listener;
    private final ConcurrentMap<String, Set<String>> raised = new ConcurrentHashMap<>();

    Alarms(Listener listener) {
        this.listener = listener;
    }

    /** Tells of it unless it is known already. */
    void raise(String code, String message) {
        raise(code, code, message);
    }

    /** Tells of it unless it is known already for the same matter. */
    void raise(String code, String matter, String message) {
        Set<String> known = raised.computeIfAbsent(code, any -> ConcurrentHashMap.newKeySet());
        if (known.size() >= MOST_MATTERS || !known.add(matter)) {
            LOG.debug("{}: {}", code, message);
            return;
        }
        LOG.warn("{}: {}", code, message);
        try {
            listener.onAlarm(code, message);
        } catch (RuntimeException e) {
            LOG.warn("the listener failed on alarm {}", code, e);
        }
    }

    /** It is over; when it comes again it is new. */
    void clear(String code) {
        clear(code, code);
    }

    /** It is over for that matter. */
    void clear(String code, String matter) {
        Set<String> known = raised.get(code);
        if (known != null && known.remove(matter)) {
            LOG.info("{} is over: {}", code, matter);
        }
    }
}
