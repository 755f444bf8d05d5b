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
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Whether the time that the refusal of a signed request takes tells why: a name that nobody has, another secret, a code of
 * which all bytes but the last are right. Each request is new, and what counts are the differences at many edges: where in
 * memory the things of one edge happen to lie takes nanoseconds of its own.
 *
 * <p>Twice: through a gate that remembers what it heard of the name a moment ago, as it does of both kinds; and by the
 * scheme alone, which looks up the name each time, in a directory to which all names are the same work.
 */
final class SignatureTiming implements Scenario {
    private static final int EDGES = 128;
    private static final int WARM_UPS = 10;
    private static final int WARM_UP = 100;
    private static final double DIFFERENT = 5;

    private final int times;
    private final RandomGenerator random = new SplittableRandom(1);
    private final TimeSource clock = TimeSource.system();

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
        for (int i = 0; i < WARM_UPS; i++) { // until all is compiled that is called often
            ofName(edges, WARM_UP);
            ofLookUp(edges, WARM_UP);
            ofByte(edges, WARM_UP);
            control(edges, WARM_UP);
        }
        double ofName = ofName(edges, times / EDGES);
        double ofLookUp = ofLookUp(edges, times / EDGES);
        double ofByte = ofByte(edges, times / EDGES);
        double control = control(edges, times / EDGES);
        return new Outcome("TIMING")
                .figure("scheme", "hmac")
                .figure("n", times / EDGES * EDGES)
                .figure("edges", EDGES)
                .figure("unknown_vs_known_t", decimal(ofName))
                .figure("look_up_unknown_vs_known_t", decimal(ofLookUp))
                .figure("first_vs_last_byte_t", decimal(ofByte))
                .figure("control_t", decimal(control))
                .promise("an unknown name takes as long as a wrong secret", Math.abs(ofName) < DIFFERENT)
                .promise("a code takes as long wherever it is wrong", Math.abs(ofByte) < DIFFERENT)
                .promise("the control is found out", Math.abs(control) > 10 * DIFFERENT)
                .tell();
    }

    private double ofName(List<SigningEdge> edges, int runs) {
        return compare(edges, edge -> difference(edge::admit, edge::unknown, edge::known, runs));
    }

    private double ofLookUp(List<SigningEdge> edges, int runs) {
        return compare(edges, edge -> difference(edge::lookUp, edge::unknown, edge::known, runs));
    }

    private double ofByte(List<SigningEdge> edges, int runs) {
        return compare(edges, edge -> difference(edge::admit, () -> edge.wrongAt(0), () -> edge.wrongAt(31), runs));
    }

    private double control(List<SigningEdge> edges, int runs) {
        return compare(
                edges,
                edge -> difference(
                        guess -> guess(edge, guess),
                        () -> Guess.wrongAtOnce(edge.known()),
                        () -> Guess.wrongAtTheEnd(edge.known()),
                        runs));
    }

    private static double compare(List<SigningEdge> edges, ToDoubleFunction<SigningEdge> difference) {
        return TimingComparison.ofPlaces(edges.stream().mapToDouble(difference).toArray());
    }

    private <T> double difference(Consumer<T> action, Supplier<T> one, Supplier<T> other, int runs) {
        return TimingComparison.difference(action, one, other, runs, clock::nanos, random);
    }

    private void guess(SigningEdge edge, Guess<FakeRequest> guess) {
        edge.admit(guess.request());
        equal += guess.isRight() ? 1 : 0;
    }

    private static String decimal(double t) {
        return String.format(Locale.ROOT, "%.1f", t);
    }
}
