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
        if (budget == null || !budget.take(keyId, environment.time().nanos())) {
            return;
        }
        Suspect suspect = copy.get();
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return;
        }
        try {
            environment.background().execute(() -> lookInto(keyId, suspect));
        } catch (RejectedExecutionException busy) {
            waiting.decrementAndGet(); // there is more urgent work
        }
    }

    private void lookInto(String keyId, @Nullable Suspect suspect) {
        try {
            Examination examination = Examination.of(suspect);
            String finding = examination == null ? "the request is too large to be looked into" : examination.finding();
            settings.tell("wrong signature of app key " + keyId + ", " + finding);
        } finally {
            waiting.decrementAndGet();
        }
    }
}
