package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import io.tallygate.hmac.RequestSigner;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Secret;
import java.io.IOException;
import java.net.URI;

/**
 * Act four: requests that are signed with a secret and do not carry it, by a stock curl (AWS Signature Version 4 under our
 * own names) and by our own signer (HTTP Message Signatures). Who overhears one cannot change it, and one of our signer's
 * is let in once.
 */
final class Signatures {
    private static final String ORDERS = "/orders?page=1";
    private static final String CHANGED = "/orders?page=2";

    private final Stage stage;
    private final IssuedKey key;
    private final int port;
    private final String url;
    private final Curl curl;

    Signatures(Stage stage) {
        this.stage = stage;
        this.key = stage.keys.app();
        this.port = stage.eu().port();
        this.url = "http://localhost:" + port + ORDERS;
        this.curl = new Curl(stage.eu().name(), key);
    }

    void play() throws IOException, InterruptedException {
        say("");
        if (Curl.signs()) {
            byCurl();
        } else {
            say("There is no curl here that signs (--aws-sigv4): our own signer stands in for it");
        }
        byOurSigner();
    }

    private void byCurl() throws IOException, InterruptedException {
        say("A stock curl signs for edge eu; the secret stays with it:");
        say("  $ %s", curl.masked(url));
        Curl.Exchange asked = curl.get(url);
        asked.sent().forEach(line -> say("  > %s", line));
        tell("as it was sent", asked.response(), 200, "order");
        ask("its signature over page=2", CHANGED, asked.signature(), 401, "invalid-credential");
    }

    private void byOurSigner() throws IOException {
        say("RequestSigner signs (RFC 9421):");
        String[] signature =
                RequestSigner.of(key.id().value(), Secret.ofUtf8(key.secret()))
                        .sign("GET", URI.create(url))
                        .entrySet()
                        .stream()
                        .map(field -> field.getKey() + ": " + field.getValue())
                        .toArray(String[]::new);
        ask("its signature over page=2", CHANGED, signature, 401, "invalid-credential");
        ask("as it was signed", ORDERS, signature, 200, "order");
        ask("the same once more", ORDERS, signature, 401, "replayed");
    }

    private void ask(String what, String target, String[] signature, int status, String word) throws IOException {
        try (Wire wire = new Wire(port)) {
            tell(what, wire.exchange(Wire.request(port, target, signature)), status, word);
        }
    }

    private void tell(String what, Wire.Response response, int status, String word) {
        stage.tally.saw(response);
        say("  %d  %s: %s", response.status(), what, response.body());
        if (response.status() != status || !response.body().contains(word)) {
            throw new IllegalStateException("expected " + status + " " + word);
        }
    }

    /** For a person to try, while the edge's clock is right. */
    void offer() {
        say("  200  %s", curl.line(url));
    }
}
