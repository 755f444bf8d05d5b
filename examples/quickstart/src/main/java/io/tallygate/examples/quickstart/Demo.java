package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/**
 * The whole story in under a minute: three edges, each a JVM of its own, serve real HTTP; the centre is an ocean away;
 * the ocean is cut, one edge is killed, keys are revoked and made up, and the bill is right to the cent. Every figure is
 * computed. Exits with 0 only if the bill is right.
 */
final class Demo {
    private Demo() {}

    public static void main(String[] args) {
        String jdbcUrl = System.getProperty("demo.jdbc", "");
        boolean stay = !System.getProperty("demo.stay", "false").equals("false");
        boolean right = false;
        try (Stage stage = Stage.open(jdbcUrl)) {
            Verdict verdict = play(stage, stay);
            say("%s", verdict);
            right = verdict.right();
        } catch (Exception e) {
            say("WRONG %s", e);
        }
        System.exit(right ? 0 : 1);
    }

    private static Verdict play(Stage stage, boolean stay)
            throws IOException, InterruptedException, ExecutionException {
        say("Three edges (eu, us, ap), one centre, %d ms of ocean between them, each way", Stage.OCEAN_MILLIS);
        stage.startEdges();
        Exchanges exchanges = new Exchanges(stage);
        exchanges.show();
        new Trouble(stage).play();
        DecisionTimes.show(stage);
        new Recall(stage).play();
        Signatures signatures = new Signatures(stage);
        signatures.play();
        new Siege(stage).play();
        Verdict verdict = new Books(stage).close();
        if (stay) {
            stay(stage, exchanges, signatures);
        }
        return verdict;
    }

    /** The books are closed, so that what a person tries now is next month's, although the clock of this edge is right again. */
    private static void stay(Stage stage, Exchanges exchanges, Signatures signatures)
            throws IOException, InterruptedException {
        stage.eu().ask("forward 0");
        say("The edges stay up, in the next month. Paste what you like, then press Enter here to end:");
        exchanges.offer();
        signatures.offer();
        System.in.read();
    }
}
