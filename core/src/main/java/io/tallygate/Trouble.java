package io.tallygate;

import io.tallygate.model.Decision;
import io.tallygate.model.Entitlement;
import io.tallygate.spi.Listener;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where failures of parts end up: the first of a kind is a warning and an alarm, the rest are at debug level until the
 * trouble is over. Messages of exceptions are kept to one line; their traces are shown at debug level. Thread-safe.
 */
final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Tallygate.class);

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private volatile Listener listener = new Listener() {};

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
        if (known.add(code)) {
            LOG.warn("{}: {} (more of this kind at debug level)", code, line);
            listener.onAlarm(code, line);
        } else {
            LOG.debug("{}: {}", code, line);
        }
    }

    /** It works again, so that the next failure is news. */
    void over(String code) {
        if (!known.isEmpty() && known.remove(code)) {
            LOG.info("{}: over", code);
        }
    }

    private void listenerFailed(Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (known.add("listener-failed")) {
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
        public void onAlarm(String code, String message) {
            try {
                told.onAlarm(code, message);
            } catch (Throwable e) {
                trouble.listenerFailed(e);
            }
        }
    }
}
