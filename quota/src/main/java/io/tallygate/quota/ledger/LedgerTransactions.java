package io.tallygate.quota.ledger;

import io.tallygate.jdbc.SqlFailure;
import io.tallygate.jdbc.Transactions;
import io.tallygate.spi.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs the ledger's transactions. What was rolled back for sure, because two transactions met, is run again;
 * everything else, and above all a lost reply to COMMIT, is {@link LedgerUnavailableException}.
 */
final class LedgerTransactions {
    private static final int ATTEMPTS = 4;

    private final Transactions transactions;
    private final @Nullable TimeSource time;

    LedgerTransactions(DataSource dataSource, Duration timeout, @Nullable TimeSource time) {
        this.transactions = Transactions.on(dataSource, timeout);
        this.time = time;
    }

    /** What is done in one transaction. May run several times. */
    @FunctionalInterface
    interface Work<T> {
        T run(LedgerSession session) throws SQLException;
    }

    /** What is done in one transaction and finds out nothing. */
    @FunctionalInterface
    interface Change {
        void run(LedgerSession session) throws SQLException;
    }

    void change(Change change) {
        run(session -> {
            change.run(session);
            return true;
        });
    }

    <T> T run(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.run(statements -> work.run(new LedgerSession(statements, time)));
            } catch (SQLException e) {
                // Two inserts of one row met; the next attempt finds the other's.
                if (SqlFailure.of(e) != SqlFailure.DUPLICATE || attempt == ATTEMPTS) {
                    throw unavailable(e);
                }
            }
        }
    }

    private static LedgerUnavailableException unavailable(SQLException e) {
        String said = "the ledger's database failed (SQLState " + e.getSQLState() + ")";
        return switch (SqlFailure.of(e)) {
            case NO_TABLE ->
                new LedgerUnavailableException(
                        said + ": its tables are missing; create them by JdbcLedger.schema()", e);
            default ->
                SqlFailure.mayQuoteValues(e)
                        ? new LedgerUnavailableException(said)
                        : new LedgerUnavailableException(said, e);
        };
    }
}
