package io.tallygate.hmac;

import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A replay guard and the time it lives in. */
final class GuardedEdge {
    static final Duration MAX_AGE = Duration.ofMinutes(5);
    static final Duration SKEW = Duration.ofSeconds(30);

    private final ManualTime time;
    private final ReplayGuard guard;
    private final List<String> alarms = new CopyOnWriteArrayList<>();

    /** One that begins now. */
    GuardedEdge(Replays replays, ManualTime time) {
        this.time = time;
        Listener listener = new Listener() {
            @Override
            public void onAlarm(String code, String message) {
                alarms.add(code);
            }
        };
        Environment environment = new Environment(time, new Random(7), time, listener, Optional.empty());
        this.guard = new ReplayGuard(replays, MAX_AGE, SKEW, environment);
    }

    Remembered ask(KeyNonces key, byte[] code, long created) {
        return guard.remember(key, code, created, time.epochMillis());
    }

    /** The second it is. */
    long now() {
        return Math.floorDiv(time.epochMillis(), 1_000L);
    }

    /** What a person was told of, in order. */
    List<String> alarms() {
        return alarms;
    }
}
