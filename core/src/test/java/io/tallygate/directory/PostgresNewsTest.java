package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.EmbeddedPostgresServer;
import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.FeedPosition;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.testing.ManualTime;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresNewsTest {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.postgres("news");
    private static final AccountId ACME = new AccountId("acme");

    private final Background background = new ThreadsOfATest();
    private final Semaphore news = new Semaphore(0);
    private final JdbcDirectory directory = DATABASE.emptyDirectory();

    @BeforeEach
    void nobodyListens() throws SQLException {
        awaitListeners(0);
    }

    @AfterEach
    void end() {
        background.close();
    }

    @Test
    void saysThatThereIsNewsWhenAChangeIsCommitted() throws Exception {
        ChangeFeed feed = following(Duration.ofSeconds(10));
        try (ChangeFeed.Subscription subscription = feed.subscribe(background, news::release)) {
            awaitNews(); // it listens
            for (int i = 1; i <= 20; i++) {
                directory.assign(ACME, "plan-" + i);
                awaitNews();
                assertThat(feed.state().position().number()).isEqualTo(i);
            }
        }
        awaitListeners(0);
        news.drainPermits();
        directory.assign(ACME, "unheard");
        assertThat(news.availablePermits()).isZero();
    }

    @Test
    void listensAgainWhenItsConnectionIsKilledAndSaysThatNewsMayHaveBeenMissed() throws Exception {
        ChangeFeed feed = following(Duration.ofSeconds(10));
        try (ChangeFeed.Subscription subscription = feed.subscribe(background, news::release)) {
            awaitNews();
            for (int i = 0; i < 5; i++) {
                DATABASE.execute("select pg_terminate_backend(" + listener() + ")");
                awaitNews();
                directory.assign(ACME, "plan-" + i);
                awaitNews();
            }
        }
    }

    @Test
    void listensAgainWhenItsConnectionIsHalfDead() throws Exception {
        ChangeFeed feed = following(Duration.ofMillis(200));
        try (ChangeFeed.Subscription subscription = feed.subscribe(background, news::release)) {
            awaitNews();
            int stopped = listener();
            signal("STOP", stopped);
            try {
                awaitNews();
                directory.assign(ACME, "starter");
                awaitNews();
                assertThat(((ChangeFeed.Page) feed.changes(FeedPosition.START, 10)).changes())
                        .containsExactly(new Change.Assigned(ACME, "starter"));
            } finally {
                signal("CONT", stopped);
            }
        }
    }

    @Test
    void asksASilentConnectionForASignOfLifeAndHearsWhatIsSaidMeanwhile() throws Exception {
        ChangeFeed feed = following(Duration.ofMillis(1));
        try (ChangeFeed.Subscription subscription = feed.subscribe(background, news::release)) {
            awaitNews();
            for (int i = 0; i < 100; i++) {
                directory.assign(ACME, "plan-" + i);
                awaitNews();
            }
        }
    }

    @Test
    void triesAgainLessAndLessOftenAndEndsWhenClosed() {
        ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
        List<Duration> attempts = new ArrayList<>();
        PGSimpleDataSource away = new PGSimpleDataSource() {
            private static final long serialVersionUID = 1;

            @Override
            public Connection getConnection() throws SQLException {
                attempts.add(Duration.ofNanos(time.nanos()));
                throw new SQLException("away, as the test wants it", "08001");
            }
        };
        ChangeFeed.Subscription subscription =
                PostgresNews.on(away).random(() -> 0).subscribe(time, news::release);
        assertThat(attempts).isEmpty();
        time.advance(Duration.ofMillis(50 + 100 + 200 + 400));
        assertThat(attempts.stream().map(Duration::toMillis)).containsExactly(0L, 50L, 150L, 350L, 750L);
        attempts.clear();
        time.advance(Duration.ofHours(1));
        assertThat(attempts).hasSizeBetween(240, 250);
        attempts.clear();
        subscription.close();
        time.advance(Duration.ofHours(1));
        assertThat(attempts).isEmpty();
        assertThat(time.pending()).isZero();
        assertThat(time.failures()).isEmpty();
        assertThat(news.availablePermits()).isZero();
    }

    private ChangeFeed following(Duration check) {
        PGSimpleDataSource own = new PGSimpleDataSource();
        own.setUrl("jdbc:postgresql://127.0.0.1:"
                + EmbeddedPostgresServer.shared().port() + "/news?user=postgres&ApplicationName=listener");
        DataSource dedicated = own;
        return directory
                .push(PostgresNews.on(dedicated).patience(check, 1))
                .changes()
                .orElseThrow();
    }

    private void awaitNews() throws InterruptedException {
        assertThat(news.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    /** The only one, behind which none is about to end. */
    private static int listener() throws SQLException {
        awaitListeners(1);
        return listeners().get(0);
    }

    private static void awaitListeners(int number) throws SQLException {
        while (listeners().size() != number) {
            Thread.onSpinWait();
        }
    }

    private static List<Integer> listeners() throws SQLException {
        List<Integer> processes = new ArrayList<>();
        try (Connection connection = DATABASE.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select pid from pg_stat_activity where application_name = 'listener'")) {
            while (rows.next()) {
                processes.add(rows.getInt(1));
            }
        }
        return processes;
    }

    private static void signal(String signal, int process) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process).start();
        assertThat(shell.waitFor()).isZero();
    }
}
