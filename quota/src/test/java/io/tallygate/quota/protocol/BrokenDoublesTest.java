package io.tallygate.quota.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The simulation is worth something only if it finds what is wrong: so it is shown wrong things. */
class BrokenDoublesTest {
    private static final int SEEDS = 1_000;

    @Test
    void findsEachBrokenRule() {
        Map<String, Supplier<Seams>> doubles = BrokenDoubles.all();
        assertThat(doubles).hasSize(14);
        StringBuilder missed = new StringBuilder();
        doubles.forEach((name, seams) -> {
            long seed = firstFound(seams.get());
            System.out.println("DOUBLE " + name + ": " + (seed == 0 ? "not found" : "found by seed " + seed));
            if (seed == 0) {
                missed.append(name).append('\n');
            }
        });
        assertThat(missed).asString().isEmpty();
    }

    private static long firstFound(Seams seams) {
        Simulation simulation = new Simulation(seams, false);
        for (long seed = 1; seed <= SEEDS; seed++) {
            if (!simulation.run(seed).clean()) {
                return seed;
            }
        }
        return 0;
    }
}
