package io.tallygate.examples.load;

import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Demand;
import io.tallygate.model.Revocation;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.MadeUpKeys;
import io.tallygate.testing.ManualTime;
import io.tallygate.testing.TimingComparison;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Whether the time that a refusal takes tells why: an unknown name, a wrong secret, the wrong secret of a revoked key. All
 * of them are looked up, on the caller's own thread, in a directory to which all names are the same work. The control is a
 * comparison that must not be, as it ends at the first difference, behind the same refusal.
 */
final class Timing implements Scenario {
    private static final int WARM_UPS = 20;

    private static final double DIFFERENT = 5;

    private final int times;
    private final RandomGenerator random = new SplittableRandom(1);
    private final MadeUpKeys madeUp = new MadeUpKeys("tg", random);
    private final TimeSource clock = TimeSource.system();
    private final ManualTime time = ManualTime.at(Instant.ofEpochMilli(clock.epochMillis()));
    private final ApiKeys keys = ApiKeys.in(new InMemoryDirectory()).time(time).random(random);
    /** Counted so that the control's comparison is not left out by the compiler. */
    private int equal;

    /** @param times that each kind of key is shown, in each comparison */
    Timing(int times) {
        this.times = times;
    }

    @Override
    public String name() {
        return "timing";
    }

    @Override
    public boolean run() {
        IssuedKey good = issue();
        IssuedKey revoked = issue();
        try (Tallygate gate = gate(new Shelf(List.of(good.record(), revoked.record())))) {
            gate.revoke(new Revocation.OfCredential(revoked.id()));
            return measure(gate, good, revoked);
        }
    }

    private IssuedKey issue() {
        return keys.issue("acme", "orders:read");
    }

    private Tallygate gate(Shelf directory) {
        return Tallygate.builder()
                .directory(directory)
                .accept(ApiKeyScheme.standard())
                .central(c -> c.perSecond(1_000_000))
                .time(time)
                .build();
    }

    private boolean measure(Tallygate gate, IssuedKey good, IssuedKey revoked) {
        Consumer<FakeRequest> admit = request -> gate.admit(request, Demand.plain());
        Supplier<FakeRequest> unknown = () -> request(madeUp.wellFormed(time.epochMillis() / 1_000));
        Supplier<FakeRequest> wrong = () -> wrongSecret(good);
        Supplier<FakeRequest> wrongAndRevoked = () -> wrongSecret(revoked);
        Supplier<Guess<FakeRequest>> hasty = () -> Guess.wrongAtOnce(wrongSecret(good));
        Supplier<Guess<FakeRequest>> thorough = () -> Guess.wrongAtTheEnd(wrongSecret(good));
        for (int i = 0; i < WARM_UPS; i++) { // until all is compiled that is called often
            compare(admit, unknown, wrong);
            compare(admit, wrongAndRevoked, wrong);
            compare(guess -> guess(gate, guess), hasty, thorough);
        }
        double unknownOrWrong = compare(admit, unknown, wrong);
        double revokedOrWrong = compare(admit, wrongAndRevoked, wrong);
        double control = compare(guess -> guess(gate, guess), hasty, thorough);
        return new Outcome("TIMING")
                .figure("n", times)
                .figure("unknown_vs_wrong_t", decimal(unknownOrWrong))
                .figure("revoked_vs_wrong_t", decimal(revokedOrWrong))
                .figure("control_t", decimal(control))
                .promise("an unknown name takes as long as a wrong secret", Math.abs(unknownOrWrong) < DIFFERENT)
                .promise("so does a revoked key without its secret", Math.abs(revokedOrWrong) < DIFFERENT)
                .promise("the control is found out", Math.abs(control) > 2 * DIFFERENT)
                .tell();
    }

    private <T> double compare(Consumer<T> action, Supplier<T> one, Supplier<T> other) {
        time.advance(Duration.ofSeconds(1)); // a new budget
        return TimingComparison.of(action, one, other, times, clock::nanos, random);
    }

    private FakeRequest wrongSecret(IssuedKey key) {
        return request(madeUp.nearMiss(key.secret()));
    }

    private static FakeRequest request(String key) {
        return FakeRequest.get("/orders").header("X-Api-Key", key).peer(null);
    }

    private void guess(Tallygate gate, Guess<FakeRequest> guess) {
        gate.admit(guess.request(), Demand.plain());
        equal += guess.isRight() ? 1 : 0;
    }

    private static String decimal(double t) {
        return String.format(Locale.ROOT, "%.1f", t);
    }
}
