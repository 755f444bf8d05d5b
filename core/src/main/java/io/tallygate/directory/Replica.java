package io.tallygate.directory;

import io.tallygate.jdbc.Transactions;
import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.FeedPosition;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.TimeSource;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A copy of the directory's database that may be behind. It answers only if it has all that readers of the log know of,
 * which it says itself: the head of its log is read first, and what is looked up after that on the same connection is at
 * least as new. Thread-safe.
 */
final class Replica {
    private final Transactions transactions;
    private final GivenOut given;
    private final Contact contact;
    private volatile long behind;

    /** A copy, and what it has to have. */
    Replica(Transactions transactions, GivenOut given, TimeSource time) {
        this.transactions = transactions;
        this.given = given;
        this.contact = new Contact("the directory's primary database", "its replica", time);
    }

    /** What the primary answers, or the copy when that is away. */
    <T> T answer(Supplier<T> primary, Transactions.Work<T> work) {
        return contact.ask(
                primary,
                () -> Asking.centre(() -> transactions.run(statements -> {
                    requireUpToDate(statements);
                    return work.run(statements);
                })));
    }

    /** What the primary answers to those who cannot be answered here; look-ups go where that has shown them to. */
    <T> T primary(Supplier<T> question) {
        return contact.askFirst(question);
    }

    private void requireUpToDate(Statements statements) throws SQLException {
        FeedPosition newest = given.newest();
        LogExcerpt log = ChangeTable.read(statements, newest, 1);
        behind = Math.max(0, newest.number() - log.head().number());
        // nobody who is before the first change has seen anything, however much of the log has been cut since
        boolean has = newest.equals(FeedPosition.START) || log.after(newest, 1) instanceof ChangeFeed.Page;
        if (!has) {
            throw new DirectoryUnavailableException("the replica does not have change " + newest.number()
                    + " of the log that was read; it is at " + log.head().number());
        }
    }

    ReplicaStatus status() {
        return new ReplicaStatus(contact.isAway(), contact.heard(), behind);
    }
}
