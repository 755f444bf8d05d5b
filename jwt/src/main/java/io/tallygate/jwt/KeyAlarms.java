package io.tallygate.jwt;

import io.tallygate.spi.Listener;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each trouble with an issuer's keys once, until it is over. Thread-safe. */
final class KeyAlarms {
    private static final Logger LOG = LoggerFactory.getLogger(KeyAlarms.class);

    private final URI source;
    private final Listener listener;
    private final Set<Trouble> known = new HashSet<>();

    /** What can go wrong. */
    enum Trouble {
        /** No answer, or none with a set. */
        UNAVAILABLE("jwks-unavailable"),
        /** A set that must not be used. */
        REFUSED("jwks-refused"),
        /** The issuer was not heard of for so long that its keys are not used any more. */
        STALE("jwks-stale"),
        /** The copy can be written or read no longer. */
        COPY("jwks-copy");

        private final String code;

        Trouble(String code) {
            this.code = code;
        }
    }

    KeyAlarms(URI source, Listener listener) {
        this.source = source;
        this.listener = listener;
    }

    void say(Trouble trouble, String what) {
        boolean news;
        synchronized (known) {
            news = known.add(trouble);
        }
        String message = "keys of " + JwksPlan.shown(source) + ": " + what;
        if (news) {
            LOG.warn("{}: {} (more of this kind at debug level)", trouble.code, message);
            listener.onAlarm(trouble.code, message);
        } else {
            LOG.debug("{}: {}", trouble.code, message);
        }
    }

    void over(Trouble trouble) {
        synchronized (known) {
            known.remove(trouble);
        }
    }
}
