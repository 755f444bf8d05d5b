package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random tokens, right and wrong in up to four ways, before us and three other libraries. We must do what the rule of one
 * of the changes says; where another library does not, that rule, or a named liberty of ours, is the explanation.
 */
class DifferentialTest {
    private static final int LEAST = 100_000;

    /** For a longer look than the build has time for. */
    private static final int SCALE = Integer.getInteger("jwt.scale", 1);

    @Test
    void everyDisagreementHasARuleOfOurs() {
        long seed = Long.getLong("jwt.seed", new Random().nextLong());
        List<Comparison> parts = Stream.of(
                        new Comparison(JoseAlgorithm.HS256, 33_200 * SCALE, seed),
                        new Comparison(JoseAlgorithm.HS256, 33_200 * SCALE, seed + 1),
                        new Comparison(JoseAlgorithm.HS256, 33_200 * SCALE, seed + 2),
                        new Comparison(JoseAlgorithm.RS256, 400 * SCALE, seed + 3),
                        new Comparison(JoseAlgorithm.ES256, 400 * SCALE, seed + 4))
                .parallel()
                .map(Comparison::run)
                .toList();
        Map<String, Integer> disagreements = new TreeMap<>();
        Set<String> unexplained = new TreeSet<>();
        Set<String> wrong = new TreeSet<>();
        for (Comparison part : parts) {
            part.disagreements().forEach((what, count) -> disagreements.merge(what, count, Integer::sum));
            unexplained.addAll(part.unexplained());
            wrong.addAll(part.wrong());
        }
        int tokens = parts.stream().mapToInt(Comparison::count).sum();
        int all = disagreements.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("DIFFERENTIAL tokens=%d disagreements=%d unexplained=%d%n", tokens, all, unexplained.size());
        disagreements.forEach((what, count) -> System.out.printf("  %-50s %d%n", what, count));
        assertThat(wrong).as("-Djwt.seed=%d", seed).isEmpty();
        assertThat(unexplained).as("-Djwt.seed=%d", seed).isEmpty();
        assertThat(tokens).isGreaterThanOrEqualTo(LEAST);
    }
}
