package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import io.tallygate.CentralSettings;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.issue.IssuedKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Act three: keys with sessions at all edges are revoked at the centre, once with push and once without. */
final class Recall {
    private static final Duration TIMEOUT = CentralSettings.standard().timeout();
    private static final int POLL_MILLIS = 10;

    private final Stage stage;

    Recall(Stage stage) {
        this.stage = stage;
    }

    void play() throws IOException, InterruptedException, ExecutionException {
        say("");
        say("A key is revoked at the centre; until each edge refuses it:");
        say("  edges are told of news:  %s", revoke());
        push("off");
        say(
                "  edges ask by themselves: %s; every %d s, stated bound %,d ms",
                revoke(), Edge.PULL_EVERY.toSeconds(), bound());
        push("on");
    }

    /** See {@link io.tallygate.FreshnessSettings}. */
    private static long bound() {
        return Math.max(Edge.PULL_EVERY.toMillis(), TIMEOUT.toMillis()) + TIMEOUT.toMillis();
    }

    private void push(String onOrOff) throws InterruptedException {
        for (EdgeProcess edge : stage.edges()) {
            edge.ask("push " + onOrOff);
        }
    }

    private String revoke() throws IOException, InterruptedException, ExecutionException {
        IssuedKey key = ApiKeys.in(stage.centre.directory()).issue(Stage.ACME.value(), "orders:read");
        for (EdgeProcess edge : stage.edges()) {
            require(stage.ask(edge, key.secret()) == 200, "a new key should be served");
        }
        long revoked = System.nanoTime();
        stage.centre.revoke(key.id());
        List<FutureTask<String>> refusals = new ArrayList<>();
        for (EdgeProcess edge : stage.edges()) {
            FutureTask<String> refusal = new FutureTask<>(() -> refusal(edge, key.secret(), revoked));
            refusals.add(refusal);
            new Thread(refusal, "refusal-" + edge.name()).start();
        }
        StringJoiner all = new StringJoiner(", ");
        for (FutureTask<String> refusal : refusals) {
            all.add(refusal.get());
        }
        return all.toString();
    }

    /** How long after that time the first request was sent that was refused. */
    private String refusal(EdgeProcess edge, String key, long since) throws IOException, InterruptedException {
        long millis = millisSince(since);
        while (stage.ask(edge, key) != 401) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            millis = millisSince(since);
            require(millis <= bound(), "the bound should hold");
        }
        return String.format(Locale.ROOT, "%s %,d ms", edge.name(), millis);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static void require(boolean so, String what) {
        if (!so) {
            throw new IllegalStateException(what);
        }
    }
}
