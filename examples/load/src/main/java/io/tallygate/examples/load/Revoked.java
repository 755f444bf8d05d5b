package io.tallygate.examples.load;

import io.tallygate.CentralSettings;
import io.tallygate.FreshnessSettings;
import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Revocation;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How soon a key is refused that was revoked, disabled or removed: at three edges with sessions for it, over a real
 * PostgreSQL. In the middle the connections that tell the edges of news are ended, so that pulling must take over; then
 * they may be made again.
 */
final class Revoked implements Scenario {
    private static final int EDGES = 3;
    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FreshnessSettings FRESHNESS =
            FreshnessSettings.standard().pullEvery(Duration.ofSeconds(1));
    private static final CentralSettings CENTRAL = CentralSettings.standard().timeout(Duration.ofSeconds(1));

    private final TimeSource time = TimeSource.system();
    private final int keys;
    private final List<Edge> edges = new ArrayList<>();

    /** @param keys that are taken back, a third of them while there is no news */
    Revoked(int keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "revoked";
    }

    /** As {@link FreshnessSettings} states it. */
    private static Duration bound() {
        Duration pull = FRESHNESS.pullEvery();
        Duration timeout = CENTRAL.timeout();
        return timeout.plus(pull.compareTo(timeout) > 0 ? pull : timeout);
    }

    @Override
    public boolean run() throws Exception {
        try (Centre centre = Centre.start()) {
            for (int i = 0; i < EDGES; i++) {
                edges.add(edge(centre));
            }
            return measure(centre);
        } finally {
            edges.forEach(Edge::close);
        }
    }

    private Edge edge(Centre centre) {
        Tallygate gate = Tallygate.builder()
                .directory(centre.directoryWithNews())
                .accept(ApiKeyScheme.standard())
                .freshness(f -> FRESHNESS)
                .central(c -> CENTRAL)
                .build();
        return new Edge(gate, time, bound());
    }

    private boolean measure(Centre centre) throws SQLException, InterruptedException {
        DirectoryAdmin directory = centre.directory().by("load");
        List<IssuedKey> issued = issue(ApiKeys.in(directory));
        Delays push = new Delays();
        Delays pull = new Delays();

        await("the edges listen", () -> centre.listeners() == EDGES);
        takeBack(directory, issued.subList(0, keys / 3), push);
        centre.shutOutListeners();
        takeBack(directory, issued.subList(keys / 3, keys * 2 / 3), pull);
        await("all are refused without news", () -> edges.stream().allMatch(Edge::isDone));
        centre.admitListeners();
        await("the edges listen again", () -> centre.listeners() == EDGES);
        takeBack(directory, issued.subList(keys * 2 / 3, keys), push);
        await("all are refused", () -> edges.stream().allMatch(Edge::isDone));

        Duration worst = pull.quantile(1);
        int missed = edges.stream().mapToInt(Edge::missed).sum();
        return new Outcome("REVOKED")
                .figure("n", keys)
                .figure("push_p99_ms", millis(push.quantile(0.99)))
                .figure("pull_worst_ms", millis(worst))
                .figure("bound_ms", bound().toMillis())
                .figure("missed", missed)
                .promise("no edge admits a key after the bound", missed == 0)
                .promise("pulling takes no longer than the bound", worst.compareTo(bound()) <= 0)
                .tell();
    }

    /** Keys with a session at each edge. */
    private List<IssuedKey> issue(ApiKeys source) throws InterruptedException, SQLException {
        List<IssuedKey> issued = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            IssuedKey key = source.issue("acme", "orders:read");
            for (Edge edge : edges) {
                await("a new key is admitted", () -> edge.admits(key));
            }
            issued.add(key);
        }
        return issued;
    }

    private void takeBack(DirectoryAdmin directory, List<IssuedKey> some, Delays delays) throws InterruptedException {
        ApiKeys source = ApiKeys.in(directory);
        for (int i = 0; i < some.size(); i++) {
            IssuedKey key = some.get(i);
            switch (i % 3) {
                case 0 -> source.disable(key.id());
                case 1 -> source.revoke(key.id());
                default -> directory.revoke(new Revocation.OfCredential(key.id()), null);
            }
            Watched watched = new Watched(key, time.nanos(), delays);
            edges.forEach(edge -> edge.watch(watched));
            Thread.sleep(PACE.toMillis());
        }
    }

    private void await(String what, Condition condition) throws InterruptedException, SQLException {
        long began = time.nanos();
        while (!condition.holds()) {
            if (time.nanos() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("waited for " + PATIENCE + " until " + what);
            }
            Thread.sleep(1);
        }
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }

    /** What is waited for. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws SQLException;
    }
}
