package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import io.tallygate.apikey.ApiKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Act two: customers at all edges, whose load never pauses while the ocean is cut and an edge is killed. */
final class Trouble {
    private static final int REQUESTS = 12_340;
    private static final int POLL_MILLIS = 50;
    private static final int POLLS_A_LINE = 20;

    private final Stage stage;
    private final Tally tally;
    private final List<Load> loads = new ArrayList<>();

    Trouble(Stage stage) {
        this.stage = stage;
        this.tally = stage.tally;
    }

    void play() throws IOException, InterruptedException {
        startLoad();
        awaitProgress(0.25);
        cutTheOcean();
        stage.eu().ask("repeat");
        awaitProgress(0.45);
        killAndRestart(stage.us());
        awaitProgress(0.80);
        for (Load load : loads) {
            load.join();
        }
        progress();
    }

    private void startLoad() throws IOException, InterruptedException {
        for (EdgeProcess edge : List.of(stage.us(), stage.ap())) {
            edge.awaitReady();
            say("  edge %s: http://localhost:%d/orders", edge.name(), edge.port());
        }
        say("%,d requests by %d connections at each edge", REQUESTS, Load.CONNECTIONS);
        int share = REQUESTS / stage.edges().size();
        start(stage.eu(), REQUESTS - 2 * share);
        start(stage.us(), share);
        start(stage.ap(), share);
    }

    private void start(EdgeProcess edge, int requests) {
        loads.add(Load.start(edge.port(), stage.keys.acme(), requests, tally));
    }

    private void cutTheOcean() throws IOException, InterruptedException {
        stage.ocean.cut();
        long before = tally.served();
        String unknownKey = ApiKeys.in(stage.centre.directory())
                .issue(Stage.ACME.value(), "orders:read")
                .secret();
        int unknown = stage.ask(stage.ap(), unknownKey);
        TimeUnit.SECONDS.sleep(1);
        long served = tally.served() - before;
        stage.ocean.heal();
        say(
                "  the ocean was cut: %,d requests were served meanwhile, a key that no edge knew yet got %d",
                served, unknown);
        if (served == 0 || unknown != 503) {
            throw new IllegalStateException("sessions should go on and strangers should get 503");
        }
    }

    private void killAndRestart(EdgeProcess victim) throws IOException, InterruptedException {
        victim.kill();
        say("  edge %s: killed with SIGKILL under load; its customers go on, and send nothing twice", victim.name());
        stage.restart(victim).awaitReady();
        say(
                "  edge %s: restarted on the same state directory; %d requests are unanswered",
                victim.name(), tally.unanswered());
    }

    private void awaitProgress(double share) throws InterruptedException {
        for (int i = 1; tally.answered() < share * REQUESTS; i++) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            if (i % POLLS_A_LINE == 0) {
                progress();
            }
        }
        progress();
    }

    private void progress() {
        say("  … %,6d answered: %s", tally.answered(), tally);
    }
}
