package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.GateStatus;
import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.contract.EmbeddedPostgresServer;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Revocation;
import io.tallygate.testing.FakeRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The whole way of a revocation, on real threads and a real server: from the commit at the centre to the refusal at three
 * edges, that are told, that are told no more, and that are told again. How long it takes is measured by the load campaign.
 */
@Timeout(300)
class RevocationGateTest {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.postgres("revocation");
    private static final int KEYS = 12;

    private final AtomicBoolean shutOut = new AtomicBoolean();
    private final JdbcDirectory centre = DATABASE.emptyDirectory();
    private final ApiKeys keys = ApiKeys.in(centre);
    private final List<Tallygate> edges = List.of(edge(), edge(), edge());

    private Tallygate edge() {
        return Tallygate.builder()
                .directory(JdbcDirectory.on(DATABASE.dataSource()).push(PostgresNews.on(listening())))
                .accept(ApiKeyScheme.standard())
                .freshness(f -> f.pullEvery(Duration.ofMillis(500)))
                .build();
    }

    private PGSimpleDataSource listening() {
        PGSimpleDataSource own = new PGSimpleDataSource() {
            private static final long serialVersionUID = 1;

            @Override
            public Connection getConnection() throws SQLException {
                if (shutOut.get()) {
                    throw new SQLException("shut out, as the test wants it", "08001");
                }
                return super.getConnection();
            }
        };
        own.setUrl("jdbc:postgresql://127.0.0.1:"
                + EmbeddedPostgresServer.shared().port() + "/revocation?user=postgres&ApplicationName=revoked");
        return own;
    }

    @AfterEach
    void close() {
        edges.forEach(Tallygate::close);
    }

    @Test
    void reachesEveryEdgeWithPushWithoutItAndWithItAgain() {
        List<IssuedKey> issued = new ArrayList<>();
        for (int i = 0; i < 3 * KEYS; i++) {
            issued.add(keys.issue("acme", "orders:read"));
        }
        edges.forEach(edge -> issued.forEach(key -> await(() -> admit(edge, key).permitted())));
        edges.forEach(edge -> await(() -> news(edge) > 0)); // each listens
        expectNews(() -> takeBack(issued.subList(0, KEYS)));

        shutOut.set(true);
        DATABASE.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'revoked'");
        takeBack(issued.subList(KEYS, 2 * KEYS));

        expectNews(() -> shutOut.set(false));
        takeBack(issued.subList(2 * KEYS, 3 * KEYS));
    }

    /** At every edge, sooner or later. */
    private void expectNews(Runnable change) {
        List<Long> before = edges.stream().map(RevocationGateTest::news).toList();
        change.run();
        for (int i = 0; i < edges.size(); i++) {
            int edge = i;
            await(() -> news(edges.get(edge)) > before.get(edge));
        }
    }

    /** In each of the ways there are; every edge has a session for each of them. */
    private void takeBack(List<IssuedKey> some) {
        for (int i = 0; i < some.size(); i++) {
            CredentialId id = some.get(i).id();
            switch (i % 3) {
                case 0 -> keys.disable(id);
                case 1 -> keys.revoke(id);
                default -> centre.revoke(new Revocation.OfCredential(id), null);
            }
        }
        for (Tallygate edge : edges) {
            for (IssuedKey key : some) {
                await(() -> admit(edge, key) instanceof Deny deny && deny.denial() != Denial.UNAVAILABLE);
            }
        }
    }

    private static long news(Tallygate edge) {
        GateStatus.Feed feed = Objects.requireNonNull(edge.status().feed());
        return feed.news();
    }

    private static Decision admit(Tallygate edge, IssuedKey key) {
        return edge.admit(
                FakeRequest.get("/orders").header("X-Api-Key", key.secret()).peer(null), Demand.plain());
    }

    private static void await(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(30));
            Thread.onSpinWait();
        }
    }
}
