package io.tallygate.jwt;

import io.tallygate.jwt.KeyAlarms.Trouble;
import io.tallygate.spi.TimeSource;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys in and out of their {@link KeyCopy}, of which no failure stops anything. */
final class KeptKeys {
    private static final Logger LOG = LoggerFactory.getLogger(KeptKeys.class);

    private final KeyCopy copy;
    private final JwkReader reader;
    private final TimeSource time;
    private final Duration staleFor;
    private final KeyAlarms alarms;

    KeptKeys(KeyCopy copy, JwkReader reader, TimeSource time, Duration staleFor, KeyAlarms alarms) {
        this.copy = copy;
        this.reader = reader;
        this.time = time;
        this.staleFor = staleFor;
        this.alarms = alarms;
    }

    /** Keeps what the issuer has just confirmed. */
    void keep(HeldKeys keys) {
        try {
            copy.write(new KeyCopy.Kept(keys.json(), time.epochMillis()));
            alarms.over(Trouble.COPY);
        } catch (IOException | RuntimeException e) {
            alarms.say(
                    Trouble.COPY, "the copy cannot be written: " + e.getClass().getName());
        }
    }

    /** The keys that were kept; null when there are none that may still be used. */
    @Nullable
    HeldKeys restore() {
        try {
            KeyCopy.Kept kept = copy.read();
            return kept == null ? null : usable(kept);
        } catch (IOException | RuntimeException e) {
            alarms.say(Trouble.COPY, "the copy cannot be read: " + e.getClass().getName());
            return null;
        }
    }

    /** A copy from the future is as old as can be: nobody can say how old it is. */
    private @Nullable HeldKeys usable(KeyCopy.Kept kept) {
        JwkSet set = JwkSet.read(kept.json(), reader);
        Duration age = Duration.ofMillis(time.epochMillis() - kept.confirmed());
        if (HeldKeys.fault(set) != null || age.isNegative() || age.compareTo(staleFor) > 0) {
            return null;
        }
        LOG.info("using the copy of {}, {} old", copy.source().getHost(), age);
        return HeldKeys.of(kept.json(), set, null, time.nanos() - age.toNanos());
    }
}
