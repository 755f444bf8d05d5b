package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import java.io.IOException;

/** Act one: one exchange of each kind, as it goes over the wire. */
final class Exchanges {
    private static final String ORDER = "/orders/1";

    private final Stage stage;
    private final int port;

    Exchanges(Stage stage) {
        this.stage = stage;
        this.port = stage.eu().port();
    }

    void show() throws IOException, InterruptedException {
        stage.eu().awaitReady();
        say("  edge %s: http://localhost:%d/orders", stage.eu().name(), port);
        String trial = request(stage.keys.trial());
        try (Wire wire = new Wire(port)) {
            show(wire, request(stage.keys.acme().get(0)), 200);
            show(wire, Wire.request(port, ORDER), 401);
            show(wire, request(stage.keys.narrow()), 403);
            stage.tally.saw(wire.exchange(trial)); // the one of this hour
            show(wire, trial, 429);
        }
        say("");
    }

    private String request(String key) {
        return Wire.request(port, ORDER, "X-Api-Key: " + key);
    }

    private void show(Wire wire, String request, int status) throws IOException {
        Wire.Response response = wire.exchange(request);
        stage.tally.saw(response);
        say("");
        request.lines().filter(line -> !line.isEmpty()).forEach(line -> say("  > %s", masked(line)));
        say("  < %s", response.statusLine());
        response.headers().forEach(line -> say("  < %s", line));
        say("  < %s", response.body());
        if (response.status() != status) {
            throw new IllegalStateException("expected " + status);
        }
    }

    /** A secret is not printed, not even by a demo. */
    private static String masked(String line) {
        return line.startsWith("X-Api-Key: ") ? line.substring(0, 20) + "…" : line;
    }

    /** The same for a person to try. The keys are this demo's own, and end with it. */
    void offer() {
        String curl = "curl -i http://localhost:" + port + ORDER;
        String acme = " -H 'X-Api-Key: " + stage.keys.acme().get(0) + "'";
        say("  200  %s%s", curl, acme);
        say("  401  %s", curl);
        say("  403  %s -H 'X-Api-Key: %s'", curl, stage.keys.narrow());
        say("  429  %s -H 'X-Api-Key: %s'", curl, stage.keys.trial());
        say("  400  %s%s -H 'X-Api-Key: again'", curl, acme);
    }
}
