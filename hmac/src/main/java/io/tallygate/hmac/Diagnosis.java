package io.tallygate.hmac;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a scheme finds out why signatures are wrong, and whom it tells. Never the caller: it is for those who run the
 * gate. Immutable: each method returns another.
 *
 * <p>A copy of the request's head is verified again in the background, under mistakes that are often made: "would match if
 * the query were sorted". What is told has the name of the app key, half of the SHA-256 of what was signed here, and the
 * mistake; no secret, no signature that would be right, and no value of the request.
 */
public final class Diagnosis {
    private static final Logger LOG = LoggerFactory.getLogger(Diagnosis.class);
    private static final int MOST_A_SECOND = 100;
    private static final Duration LEAST_PER_KEY = Duration.ofMillis(1);
    private static final Duration MOST_PER_KEY = Duration.ofHours(1);

    private final int perSecond;
    private final Duration perKey;
    private final Consumer<String> told;

    private Diagnosis(int perSecond, Duration perKey, Consumer<String> told) {
        this.perSecond = perSecond;
        this.perKey = perKey;
        this.told = told;
    }

    /** Tells the log at level info: up to five wrong signatures a second, one of each app key in ten seconds. */
    public static Diagnosis logged() {
        return new Diagnosis(5, Duration.ofSeconds(10), LOG::info);
    }

    /** Finds out nothing. */
    public static Diagnosis off() {
        return new Diagnosis(0, Duration.ofSeconds(10), told -> {});
    }

    /** The same telling somebody else, on a background thread. */
    public Diagnosis to(Consumer<String> other) {
        return new Diagnosis(perSecond, perKey, Objects.requireNonNull(other));
    }

    /**
     * The same at another rate.
     *
     * @param count in a second, of all app keys: [0, 100], 0 for none
     */
    public Diagnosis perSecond(int count) {
        return new Diagnosis(count, perKey, told);
    }

    /**
     * The same with another time between two of one app key.
     *
     * @param interval in [1 ms, 1 h]
     */
    public Diagnosis perKey(Duration interval) {
        return new Diagnosis(perSecond, interval, told);
    }

    int perSecond() {
        return perSecond;
    }

    Duration perKey() {
        return perKey;
    }

    void tell(String finding) {
        told.accept(finding);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (perSecond < 0 || perSecond > MOST_A_SECOND) {
            faults.add("diagnosis.perSecond is " + perSecond + "; set it in [0, " + MOST_A_SECOND + "]");
        }
        if (perKey.compareTo(LEAST_PER_KEY) < 0 || perKey.compareTo(MOST_PER_KEY) > 0) {
            faults.add("diagnosis.perKey is " + perKey + "; set it in [" + LEAST_PER_KEY + ", " + MOST_PER_KEY + "]");
        }
        return faults;
    }

    @Override
    public String toString() {
        return perSecond == 0 ? "off" : perSecond + "/s, " + perKey + " per key";
    }
}
