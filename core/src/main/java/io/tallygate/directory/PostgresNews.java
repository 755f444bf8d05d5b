package io.tallygate.directory;

import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeSignal;
import io.tallygate.spi.Environment;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * News of a {@link JdbcDirectory} in PostgreSQL, by {@code LISTEN} and {@code NOTIFY}: every change is told within its
 * own transaction, so a reader hears of it when it is committed. Needs the driver {@code org.postgresql}; nothing else
 * of Tallygate does. Immutable and thread-safe.
 *
 * <p>Each subscription has a connection of its own, and a thread of the background that waits on it until it is closed. A
 * connection that is lost, or gives no answer for {@value #CHECK_SECONDS} + {@value #ANSWER_SECONDS} seconds, is replaced:
 * after at most 100 ms at first, and twice as long each time, up to half a minute, of which up to one half is left out at
 * random. Whenever it has begun to listen, it says that there is news, since some may have been missed.
 */
public final class PostgresNews implements ChangeSignal {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresNews.class);
    private static final int CHECK_SECONDS = 10;
    private static final int ANSWER_SECONDS = 5;
    private static final long FIRST_RETRY_NANOS = 100_000_000;
    private static final long LAST_RETRY_NANOS = 30_000_000_000L;

    private final DataSource dataSource;
    private final RandomGenerator random;
    private final Duration check;
    private final int answerSeconds;

    private PostgresNews(DataSource dataSource, RandomGenerator random, Duration check, int answerSeconds) {
        this.dataSource = dataSource;
        this.random = random;
        this.check = check;
        this.answerSeconds = answerSeconds;
    }

    /**
     * On connections from that source to the directory's database. They are not given back, so it must not be a pool
     * that others need, nor one that stands between sessions (PgBouncer in transaction mode loses what is listened for).
     * Its own time limits hold for connecting.
     */
    public static PostgresNews on(DataSource dataSource) {
        return new PostgresNews(
                Objects.requireNonNull(dataSource),
                Environment.systemRandomness(),
                Duration.ofSeconds(CHECK_SECONDS),
                ANSWER_SECONDS);
    }

    /** The same by another source of chance. */
    public PostgresNews random(RandomGenerator other) {
        return new PostgresNews(dataSource, Objects.requireNonNull(other), check, answerSeconds);
    }

    /** The same that asks a silent connection whether it lives after another time, and gives it another one to answer. */
    PostgresNews patience(Duration silence, int secondsToAnswer) {
        return new PostgresNews(dataSource, random, silence, secondsToAnswer);
    }

    @Override
    public Subscription subscribe(Background background, Runnable news) {
        Listening listening = new Listening(background, news);
        listening.later(Duration.ZERO);
        return listening;
    }

    private final class Listening implements Subscription {
        private final Background background;
        private final Runnable news;
        private int failures;
        private boolean closed;
        private @Nullable Connection open;
        private Background.@Nullable Task next;

        Listening(Background background, Runnable news) {
            this.background = background;
            this.news = news;
        }

        private synchronized void later(Duration delay) {
            if (!closed) {
                next = background.after(delay, this::run);
            }
        }

        private void run() {
            try {
                Connection connection = dataSource.getConnection();
                try {
                    if (hold(connection)) {
                        listen(connection);
                    }
                } finally {
                    // never closed: a pool would give it to somebody who does not want to listen
                    connection.abort(Runnable::run);
                }
            } catch (Throwable lost) {
                retry(lost); // whatever it is, an edge that hears no more news would not notice by itself
            }
        }

        /** From here on, closing the subscription ends the connection, whatever it waits for. */
        private synchronized boolean hold(Connection connection) {
            open = connection;
            return !closed;
        }

        private void listen(Connection connection) throws SQLException {
            PGConnection notified = connection.unwrap(PGConnection.class);
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.setQueryTimeout(answerSeconds);
                statement.execute("listen " + ChangeTable.CHANNEL);
            }
            news.run();
            while (isOpen()) {
                if (isTold(notified.getNotifications((int) check.toMillis())) || isTold(connection, notified)) {
                    news.run();
                }
                failures = 0;
            }
        }

        /** Asks a silent connection for a sign of life, with which news may come that has been held up. */
        private boolean isTold(Connection connection, PGConnection notified) throws SQLException {
            if (!connection.isValid(answerSeconds)) {
                throw new SQLException("the connection does not answer", "08006");
            }
            return isTold(notified.getNotifications());
        }

        private static boolean isTold(PGNotification @Nullable [] notifications) {
            return notifications != null && notifications.length > 0;
        }

        private void retry(Throwable lost) {
            if (isOpen()) {
                if (failures == 0) {
                    LOG.warn("no news of the directory's changes until a new connection is made: {}", reason(lost));
                }
                LOG.debug("no news of the directory's changes", lost);
                long most = Math.min(LAST_RETRY_NANOS, FIRST_RETRY_NANOS << Math.min(failures, 30));
                failures++;
                later(Duration.ofNanos((long) (most * (1 + random.nextDouble()) / 2)));
            }
        }

        private static String reason(Throwable lost) {
            return lost instanceof SQLException sql
                    ? "SQLState " + sql.getSQLState()
                    : lost.getClass().getSimpleName();
        }

        private synchronized boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            Connection ended;
            synchronized (this) {
                closed = true;
                ended = open;
                if (next != null) {
                    next.cancel();
                }
            }
            if (ended != null) {
                abort(ended);
            }
        }

        private static void abort(Connection connection) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException broken) {
                LOG.debug("a connection that was ended was broken", broken);
            }
        }
    }
}
