package io.tallygate.directory;

import io.tallygate.jdbc.Transactions;
import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.FeedPosition;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.ChangeSignal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The feed of a {@link JdbcDirectory}. Each call is one statement, and so sees one state of the database. Thread-safe. */
final class JdbcFeed implements ChangeFeed {
    private static final String STATE = """
            select f.number as head_number, f.tag as head_tag, r.what, r.until_second, r.until_nano
            from tallygate_feed f left join tallygate_revocation r on r.until_second is null or r.until_second >= ?
            where f.id = 1""";

    private final Transactions transactions;
    private final @Nullable Replica replica;
    private final GivenOut given;
    private final Supplier<Instant> now;
    private final ChangeSignal signal;

    JdbcFeed(
            Transactions transactions,
            @Nullable Replica replica,
            GivenOut given,
            Supplier<Instant> now,
            ChangeSignal signal) {
        this.transactions = transactions;
        this.replica = replica;
        this.given = given;
        this.now = now;
        this.signal = signal;
    }

    @Override
    public State state() {
        FeedPosition before = given.newest();
        State state = ask(statements -> state(statements, now.get()));
        given.begin(before, state.position());
        return state;
    }

    private static State state(Statements statements, Instant now) throws SQLException {
        try (PreparedStatement select = statements.prepare(STATE)) {
            select.setLong(1, now.getEpochSecond());
            try (ResultSet rows = select.executeQuery()) {
                ChangeTable.requireHead(rows);
                FeedPosition head = ChangeTable.head(rows);
                List<Change.Revoked> standing = new ArrayList<>();
                do {
                    if (rows.getString("what") != null) {
                        Change.Revoked revoked = RevocationTable.read(rows);
                        if (revoked.until() == null || now.isBefore(revoked.until())) {
                            standing.add(revoked);
                        }
                    }
                } while (rows.next());
                return new State(head, standing, null);
            }
        }
    }

    @Override
    public Reading changes(FeedPosition since, int limit) {
        PageLimit.require(limit);
        given.known(since);
        Reading reading =
                ask(statements -> ChangeTable.read(statements, since, limit)).after(since, limit);
        if (reading instanceof Page page) {
            given.known(page.next());
        }
        return reading;
    }

    @Override
    public List<CredentialId> credentials(@Nullable CredentialId after, int limit) {
        PageLimit.require(limit);
        return ask(statements -> CredentialTable.names(statements, after, limit));
    }

    private <T> T ask(Transactions.Work<T> work) {
        Supplier<T> primary = () -> Asking.centre(() -> transactions.single(work));
        return replica == null ? primary.get() : replica.primary(primary);
    }

    @Override
    public Subscription subscribe(Background background, Runnable news) {
        return signal.subscribe(background, news);
    }
}
