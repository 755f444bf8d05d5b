package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import io.tallygate.apikey.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Act five: 50,000 made-up keys, a third of each kind, at all edges at once. */
final class Siege {
    private static final int KEYS = 50_000;
    private static final int KINDS = 3;
    private static final int ALL = 100;

    private final Stage stage;

    Siege(Stage stage) {
        this.stage = stage;
    }

    void play() throws IOException, InterruptedException {
        Map<EdgeProcess, Path> floods = floods(forge());
        long began = System.nanoTime();
        floods.forEach((edge, keys) -> edge.order("flood " + keys));
        Flood.Outcome outcome = new Flood.Outcome(0, 0, 0, 0);
        for (EdgeProcess edge : floods.keySet()) {
            outcome = outcome.plus(Flood.Outcome.of(edge.answer("flood").substring("flood ".length())));
        }
        tell(outcome, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    private List<String> forge() {
        Forgery forgery = new Forgery(
                stage.keys.acme(), ApiKeys.in(stage.centre.directory()).list(Stage.ACME, null, ALL));
        List<Supplier<String>> kinds = List.of(forgery::mistyped, forgery::unknown, forgery::nearMiss);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add(kinds.get(i % KINDS).get());
        }
        Collections.shuffle(keys);
        return keys;
    }

    /** An equal share for each edge, in a file. */
    private Map<EdgeProcess, Path> floods(List<String> keys) throws IOException {
        Map<EdgeProcess, Path> files = new LinkedHashMap<>();
        List<EdgeProcess> edges = stage.edges();
        for (int i = 0; i < edges.size(); i++) {
            List<String> share = keys.subList(KEYS * i / edges.size(), KEYS * (i + 1) / edges.size());
            files.put(edges.get(i), Files.write(stage.directory.resolve("flood-" + i), share));
        }
        return files;
    }

    /** The gates do not count what they refuse by the checksum: that must be what is left, and the typing errors. */
    private static void tell(Flood.Outcome outcome, long millis) {
        long left = KEYS - outcome.filtered() - outcome.turnedAway() - outcome.lookedUp() - outcome.permitted();
        say("");
        say("%,d made-up keys from as many addresses, handed to the three gates at once; %,d ms later:", KEYS, millis);
        say("  %,6d were refused by their checksum, all of them typing errors", left);
        say(
                "  %,6d were refused by the filter of existing keys, without fault but of nobody's name",
                outcome.filtered());
        say(
                "  %,6d were told to come back (503): names that exist, and no room to look so many up",
                outcome.turnedAway());
        say("  %,6d were looked up at the centre", outcome.lookedUp());
        if (outcome.permitted() > 0 || left != (KEYS + KINDS - 1) / KINDS) {
            throw new IllegalStateException("all typing errors, and no others, should be refused by their checksum");
        }
    }
}
