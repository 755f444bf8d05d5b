package io.tallygate.hmac;

import io.tallygate.spi.Environment;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who run the gate why signatures are wrong: of a few only, and off the request's thread. Never more than
 * {@value #MOST_WAITING} wait for that. A request whose key does not exist is treated alike, so that nobody can measure
 * which it was. Thread-safe.
 */
final class WrongSignatures {
    private static final int MOST_WAITING = 8;

    /** In the year 5138; as milliseconds, in 1973. */
    private static final long MOST_SECONDS = 100_000_000_000L;

    private final Diagnosis settings;
    private final Environment environment;
    private final @Nullable DiagnosisBudget budget;
    private final AtomicInteger waiting = new AtomicInteger();

    WrongSignatures(Diagnosis settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
        this.budget = settings.perSecond() == 0
                ? null
                : new DiagnosisBudget(
                        settings.perSecond(),
                        settings.perKey(),
                        environment.time().nanos());
    }

    /**
     * A signature was wrong.
     *
     * @param keyId what the request calls its app key: letters, digits and {@code _ - / .}
     * @param copy makes the copy that is looked into, if it is; null when there is too much to copy
     */
    void tell(String keyId, Supplier<@Nullable Suspect> copy) {
        if (isDue(keyId)) {
            Suspect suspect = copy.get();
            submit(() -> "wrong signature of app key " + keyId + ", " + finding(suspect));
        }
    }

    private static String finding(@Nullable Suspect suspect) {
        Examination examination = Examination.of(suspect);
        return examination == null ? "the request is too large to be looked into" : examination.finding();
    }

    /**
     * A signature was right, and too old or too new.
     *
     * @param created the second that it says
     */
    void tellTime(String keyId, long created, long epochMillis) {
        if (isDue(keyId)) {
            long seconds = epochMillis / 1_000 - created;
            submit(() -> "untimely signature of app key " + keyId + ": "
                    + (created > MOST_SECONDS
                            ? "its signer counts milliseconds, not seconds"
                            : "by our clock it was made " + seconds + " s ago"));
        }
    }

    private boolean isDue(String keyId) {
        return budget != null && budget.take(keyId, environment.time().nanos());
    }

    private void submit(Supplier<String> message) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        try {
            environment.background().execute(() -> tell(message));
        } catch (RejectedExecutionException busy) {
            waiting.decrementAndGet(); // there is more urgent work
        } catch (Throwable broken) {
            waiting.decrementAndGet();
            throw broken;
        }
    }

    private void tell(Supplier<String> message) {
        try {
            settings.tell(message.get());
        } finally {
            waiting.decrementAndGet();
        }
    }
}
