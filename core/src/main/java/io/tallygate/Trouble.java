package io.tallygate;

import io.tallygate.model.Anomaly;
import io.tallygate.model.Decision;
import io.tallygate.model.Entitlement;
import io.tallygate.spi.Listener;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where failures of parts end up: the first of a kind is a warning and an alarm, the rest are at debug level until the
 * trouble is over, which is when something works and nothing of the kind has failed for a minute, or else when nothing has
 * failed for an hour. So one bad record among many good ones does not fill the log. Messages of exceptions are kept to one line; their traces are shown at debug level. Thread-safe.
 */
final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Tallygate.class);

    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    /** After so long it is over even if nobody can say that it works: many a trouble has nobody who could. */
    private static final long FORGOTTEN = Duration.ofHours(1).toNanos();

    private final TimeSource time;

    /** What is going wrong, and when it last did. */
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    private volatile Listener listener = new Listener() {};

    Trouble(TimeSource time) {
        this.time = time;
    }

    /** The listener to tell from now on, made safe. */
    Listener guard(Listener told) {
        listener = new Guarded(told, this);
        return listener;
    }

    /** Something failed; an interruption is passed on to the thread. */
    void report(String code, String what, Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        say(code, what + ": " + cause.getClass().getName() + ": " + cause.getMessage());
        LOG.debug("{}", code, cause);
    }

    /** Something is wrong that no exception stands for. */
    void say(String code, String what) {
        String line = OneLine.of(what);
        if (isNew(code)) {
            LOG.warn("{}: {} (more of this kind at debug level)", code, line);
            listener.onAlarm(code, line);
        } else {
            LOG.debug("{}: {}", code, line);
        }
    }

    /** It works, so that the next failure is news if the last one is some time ago. */
    void over(String code) {
        Long last = known.isEmpty() ? null : known.get(code);
        if (last != null && time.nanos() - last > QUIET && known.remove(code, last)) {
            LOG.info("{}: over", code);
        }
    }

    private boolean isNew(String code) {
        long now = time.nanos();
        Long last = known.put(code, now);
        return last == null || now - last > FORGOTTEN;
    }

    private void listenerFailed(Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (isNew("listener-failed")) {
            LOG.warn("listener-failed: {} (more of this kind at debug level)", OneLine.of(cause.toString()));
        }
        LOG.debug("listener-failed", cause);
    }

    /** Lets nothing out that a listener throws. */
    private record Guarded(Listener told, Trouble trouble) implements Listener {
        @Override
        public void onDecision(Decision decision) {
            try {
                told.onDecision(decision);
            } catch (Throwable e) {
                trouble.listenerFailed(e);
            }
        }

        @Override
        public void onCentralCall(String scheme, CentralCall outcome, Duration took) {
            try {
                told.onCentralCall(scheme, outcome, took);
            } catch (Throwable e) {
                trouble.listenerFailed(e);
            }
        }

        @Override
        public void onSessionBegin(Entitlement entitlement) {
            try {
                told.onSessionBegin(entitlement);
            } catch (Throwable e) {
                trouble.listenerFailed(e);
            }
        }

        @Override
        public void onSessionEnd(Entitlement entitlement, SessionEnd why) {
            try {
                told.onSessionEnd(entitlement, why);
            } catch (Throwable e) {
                trouble.listenerFailed(e);
            }
        }

        @Override
        public void onAnomaly(Anomaly anomaly) {
            try {
                told.onAnomaly(anomaly);
            } catch (Throwable e) {
                trouble.listenerFailed(e);
            }
        }

        @Override
        public void onAlarm(String code, String message) {
            try {
                told.onAlarm(code, message);
            } catch (Throwable e) {
                trouble.listenerFailed(e);
            }
        }
    }
}
