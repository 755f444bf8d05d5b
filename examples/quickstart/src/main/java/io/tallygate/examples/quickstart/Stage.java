package io.tallygate.examples.quickstart;

import io.tallygate.apikey.ApiKeys;
import io.tallygate.hmac.AppKeys;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.AccountId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the story plays on: the centre, the ocean before it, three edges, and customers with keys. */
final class Stage implements AutoCloseable {
    static final long OCEAN_MILLIS = 75;
    static final AccountId ACME = new AccountId("acme");
    static final AccountId TRIAL = new AccountId("curious");
    private static final int ACME_KEYS = 8;
    private static final List<String> EDGES = List.of("eu", "us", "ap");

    final Centre centre;
    final Ocean ocean;
    final Keys keys;
    final Tally tally = new Tally();
    final Path directory;
    private final List<EdgeProcess> edges = new ArrayList<>();

    private Stage(Path directory, Centre centre, Ocean ocean) throws IOException {
        this.directory = directory;
        this.centre = centre;
        this.ocean = ocean;
        centre.directory().assign(ACME, "starter");
        centre.directory().assign(TRIAL, "trial");
        this.keys = Keys.issue(
                ApiKeys.in(centre.directory()),
                AppKeys.in(centre.directory()).sealing(SealingKey.LABEL, SealingKey.drawnInto(directory)));
    }

    /**
     * The secrets that were handed out.
     *
     * @param acme may read orders, as much as it pays for
     * @param narrow acme's, for reports only
     * @param trial may read one order an hour
     * @param app acme's, to sign requests with
     */
    record Keys(List<String> acme, String narrow, String trial, IssuedKey app) {
        private static Keys issue(ApiKeys issuer, AppKeys appKeys) {
            List<String> acme = Stream.generate(
                            () -> issuer.issue(ACME.value(), "orders:read").secret())
                    .limit(ACME_KEYS)
                    .toList();
            String narrow = issuer.issue(ACME.value(), "reports:read").secret();
            String trial = issuer.issue(TRIAL.value(), "orders:read").secret();
            return new Keys(acme, narrow, trial, appKeys.issue(ACME.value(), "orders:read"));
        }
    }

    /** With the centre in the given database, or in one of our own when no URL is given. */
    static Stage open(String jdbcUrl) throws IOException, SQLException {
        Path directory = Files.createTempDirectory("tallygate-demo");
        Centre centre = Centre.open(jdbcUrl, directory);
        return new Stage(directory, centre, new Ocean(OCEAN_MILLIS));
    }

    /** Starts the edges. Before one is ready it registers with the ledger, and that takes turns. */
    void startEdges() throws IOException {
        String url = centre.urlThrough(ocean.portTo(centre.databaseAddress()));
        int news = ocean.portTo(centre.newsAddress());
        for (String name : EDGES) {
            edges.add(EdgeProcess.start(new Edge.Setting(name, freePort(), url, news, directory.resolve(name))));
        }
    }

    List<EdgeProcess> edges() {
        return List.copyOf(edges);
    }

    EdgeProcess eu() {
        return edges.get(0);
    }

    EdgeProcess us() {
        return edges.get(1);
    }

    EdgeProcess ap() {
        return edges.get(2);
    }

    /** Replaces an edge that was killed by its heir: a new process in the same place. */
    EdgeProcess restart(EdgeProcess killed) throws IOException {
        EdgeProcess heir = killed.restart();
        edges.replaceAll(edge -> edge == killed ? heir : edge);
        return heir;
    }

    /** One request with that key, and its status. */
    int ask(EdgeProcess edge, String key) throws IOException {
        try (Wire wire = new Wire(edge.port())) {
            Wire.Response response = wire.exchange(Wire.request(edge.port(), "/orders/1", "X-Api-Key: " + key));
            tally.saw(response);
            return response.status();
        }
    }

    /** Nothing is owed to the edges or by them; they are not even asked to stop. */
    @Override
    public void close() throws IOException, InterruptedException {
        for (EdgeProcess edge : edges) {
            edge.kill();
        }
        ocean.close();
        centre.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
