package io.tallygate.hmac;

import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A replay guard, which is hidden in its package, for who measures it; its key has all of the memory to itself. */
public final class RequestMemory {
    private final KeyNonces key = new KeyNonces();
    private final ReplayGuard guard;

    /** For so many requests in a second from the second on, with the window that is standard. */
    public RequestMemory(int perSecond, long second) {
        ManualTime time = ManualTime.at(Instant.ofEpochSecond(second));
        Environment environment =
                new Environment(time, Environment.systemRandomness(), time, new Listener() {}, Optional.empty());
        Replays replays = Replays.local().capacity(perSecond).perKey(perSecond).servingAtOnce();
        this.guard = new ReplayGuard(replays, Duration.ofMinutes(5), Duration.ofSeconds(30), environment);
    }

    /** Whether a request is new, by the code that has verified it. */
    public boolean add(byte[] code, long created) {
        return guard.remember(key, code, created, created * 1_000) == Remembered.FRESH;
    }
}
