package io.tallygate.examples.load;

import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import io.tallygate.testing.TimingComparison;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Whether the time that the refusal of a signed request takes tells why: a name that nobody has, another secret, a code of
 * which all bytes but the last are right. Each request is new, and for one of many edges: where in memory the things of
 * one edge happen to lie takes nanoseconds of its own, for as long as it lives.
 *
 * <p>Twice: through a gate that remembers what it heard of the name a moment ago, as it does of both kinds; and by the
 * scheme alone, which looks up the name each time, in a directory to which all names are the same work.
 */
final class SignatureTiming implements Scenario {
    private static final int EDGES = 128;

    /** So many requests go to one edge before the next has its turn, so that all it needs is at hand. */
    private static final int STRETCH = 2_000;

    private static final int WARM_UPS = 20;
    private static final int WARM_UP = 5_000;
    private static final double DIFFERENT = 5;

    private final int times;
    private final RandomGenerator random = new SplittableRandom(1);
    private final TimeSource clock = TimeSource.system();

    private int made;

    /** Counted so that the control's comparison is not left out by the compiler. */
    private int equal;

    /** @param times that each kind of request is made, in each comparison */
    SignatureTiming(int times) {
        this.times = times;
    }

    @Override
    public String name() {
        return "timing.hmac";
    }

    /** A request, and where it goes. */
    private record Sent(SigningEdge edge, FakeRequest request) {
        void admit() {
            edge.admit(request);
        }

        void lookUp() {
            edge.lookUp(request);
        }
    }

    @Override
    public boolean run() {
        ManualTime time = ManualTime.at(Instant.ofEpochMilli(clock.epochMillis()));
        List<SigningEdge> edges = Stream.generate(() -> new SigningEdge(time, random))
                .limit(EDGES)
                .toList();
        try {
            return measure(edges);
        } finally {
            edges.forEach(SigningEdge::close);
        }
    }

    private boolean measure(List<SigningEdge> edges) {
        Supplier<Sent> unknown = sending(edges, SigningEdge::unknown);
        Supplier<Sent> known = sending(edges, SigningEdge::known);
        Supplier<Sent> early = sending(edges, edge -> edge.wrongAt(0));
        Supplier<Sent> late = sending(edges, edge -> edge.wrongAt(31));
        Supplier<Guess<Sent>> hasty = () -> Guess.wrongAtOnce(known.get());
        Supplier<Guess<Sent>> thorough = () -> Guess.wrongAtTheEnd(known.get());
        for (int i = 0; i < WARM_UPS; i++) { // until all is compiled that is called often
            compare(Sent::admit, unknown, known, WARM_UP);
            compare(Sent::lookUp, unknown, known, WARM_UP);
            compare(Sent::admit, early, late, WARM_UP);
            compare(this::guess, hasty, thorough, WARM_UP);
        }
        double ofName = compare(Sent::admit, unknown, known, times);
        double ofLookUp = compare(Sent::lookUp, unknown, known, times);
        double ofByte = compare(Sent::admit, early, late, times);
        double control = compare(this::guess, hasty, thorough, times);
        return new Outcome("TIMING")
                .figure("scheme", "hmac")
                .figure("n", times)
                .figure("unknown_vs_known_t", decimal(ofName))
                .figure("look_up_unknown_vs_known_t", decimal(ofLookUp))
                .figure("first_vs_last_byte_t", decimal(ofByte))
                .figure("control_t", decimal(control))
                .promise("an unknown name takes as long as a wrong secret", Math.abs(ofName) < DIFFERENT)
                .promise("a code takes as long wherever it is wrong", Math.abs(ofByte) < DIFFERENT)
                .promise("the control is found out", Math.abs(control) > 10 * DIFFERENT)
                .tell();
    }

    private Supplier<Sent> sending(List<SigningEdge> edges, Function<SigningEdge, FakeRequest> kind) {
        return () -> {
            SigningEdge edge = edges.get(made++ / STRETCH % EDGES);
            return new Sent(edge, kind.apply(edge));
        };
    }

    private <T> double compare(Consumer<T> action, Supplier<T> one, Supplier<T> other, int runs) {
        return TimingComparison.of(action, one, other, runs, clock::nanos, random);
    }

    private void guess(Guess<Sent> guess) {
        guess.request().admit();
        equal += guess.isRight() ? 1 : 0;
    }

    private static String decimal(double t) {
        return String.format(Locale.ROOT, "%.1f", t);
    }
}
