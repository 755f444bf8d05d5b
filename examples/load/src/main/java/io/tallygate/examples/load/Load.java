package io.tallygate.examples.load;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts gates under load and says whether they keep their promises. Prints one line for each scenario; exits with 0 only if
 * all were kept.
 *
 * <p>Properties: {@code load}, a regular expression that is found in the names of the scenarios; {@code load.quick}, a
 * twentieth of everything but the comparison of times of API keys, for a first look.
 */
public final class Load {
    private Load() {}

    public static void main(String[] args) throws Exception {
        boolean kept = true;
        for (Scenario scenario : choose(System.getProperty("load", ".*"))) {
            kept &= scenario.run();
        }
        System.exit(kept ? 0 : 1);
    }

    private static List<Scenario> all() {
        int part = Boolean.getBoolean("load.quick") ? 20 : 1;
        return List.of(
                new Revoked(360 / part),
                new Flood(10_000_000 / part),
                new Bloom(1_000_000 / part),
                new Timing(5_000),
                new SignatureTiming(1_000_000 / part));
    }

    private static List<Scenario> choose(String expression) {
        Pattern pattern = Pattern.compile(expression);
        List<Scenario> chosen = all().stream()
                .filter(scenario -> pattern.matcher(scenario.name()).find())
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("-Dload=" + expression + " is found in none of "
                    + all().stream().map(Scenario::name).toList());
        }
        return chosen;
    }
}
