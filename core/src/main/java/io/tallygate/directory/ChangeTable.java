package io.tallygate.directory;

import io.tallygate.jdbc.Dialect;
import io.tallygate.jdbc.Transactions.Statements;
import io.tallygate.model.Change;
import io.tallygate.model.FeedPosition;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of changes, and its head: one row with the number and the tag of the newest change. A transaction that changes
 * the directory takes the head last, as one statement with the line it adds to the log, and holds it until it commits.
 * So numbers become visible in their order and without holes, and nobody waits for the head longer than a commit takes.
 * PostgreSQL ends the session of a writer who dies or sleeps before he commits, after ten seconds; H2 runs in his process.
 */
final class ChangeTable {
    /** What PostgreSQL's listeners listen for. */
    static final String CHANNEL = "tallygate_change";

    private static final String APPEND_IN_H2 = """
            select number from final table (
              insert into tallygate_change (number, tag, made_at, change)
              select number, tag, ?2, ?3
              from final table (update tallygate_feed set number = number + 1, tag = ?1 where id = 1))""";
    private static final String APPEND = """
            with head as (update tallygate_feed set number = number + 1, tag = ? where id = 1 returning number, tag),
              line as (
                insert into tallygate_change (number, tag, made_at, change)
                select number, tag, ?, ? from head returning number)
            select number, pg_notify('tallygate_change', ''),
              set_config('idle_in_transaction_session_timeout', '10s', true)
            from line""";
    private static final String READ = """
            select f.number as head_number, f.tag as head_tag, c.number, c.tag, c.change
            from tallygate_feed f left join tallygate_change c on c.number between ? and ?
            where f.id = 1 order by c.number""";
    private static final String OLDEST = """
            select min(number) as oldest, coalesce(min(case when made_at >= ? then number end), max(number) + 1) - 1 as kept
            from (select number, made_at from tallygate_change order by number limit 10000) as o""";

    private ChangeTable() {}

    static void append(Statements statements, Change change, long tag, Instant at) throws SQLException {
        boolean h2 = statements.dialect() == Dialect.H2;
        try (PreparedStatement append = statements.prepare(h2 ? APPEND_IN_H2 : APPEND)) {
            append.setLong(1, tag);
            append.setLong(2, at.toEpochMilli());
            append.setString(3, ChangeText.write(change));
            try (ResultSet row = append.executeQuery()) {
                requireHead(row);
            }
        }
    }

    /** What stands in the log from a position on, in one round trip. */
    static LogExcerpt read(Statements statements, FeedPosition since, int limit) throws SQLException {
        try (PreparedStatement select = statements.prepare(READ)) {
            select.setLong(1, since.number());
            select.setLong(2, since.number() + limit);
            try (ResultSet rows = select.executeQuery()) {
                requireHead(rows);
                FeedPosition head = head(rows);
                List<LogExcerpt.Line> lines = new ArrayList<>();
                do {
                    String text = rows.getString("change");
                    if (text != null) {
                        FeedPosition behind = new FeedPosition(rows.getLong("number"), rows.getLong("tag"));
                        lines.add(new LogExcerpt.Line(behind, text));
                    }
                } while (rows.next());
                return new LogExcerpt(head, lines);
            }
        }
    }

    /** The head in a row that was joined to it. */
    static FeedPosition head(ResultSet row) throws SQLException {
        return new FeedPosition(row.getLong("head_number"), row.getLong("head_tag"));
    }

    /** Goes to the first row of what was read together with the head. */
    static void requireHead(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new IllegalStateException(
                    "table tallygate_feed has lost its row; restore it with the number and the tag"
                            + " of the newest row of tallygate_change");
        }
    }

    /**
     * Cuts some of the oldest changes, of those that stand before all that were made from an instant on. The last one of
     * them is kept: it is by its tag that readers are known who need all that was made since. Looks at few at a time, so
     * that a log that nobody cut for long can still be cut within the time of a statement.
     *
     * @return how many were cut; 0 when there is none left
     */
    static int cut(Statements statements, Instant since) throws SQLException {
        try (PreparedStatement select = statements.prepare(OLDEST)) {
            select.setLong(1, since.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return cut(statements, row.getLong("oldest"), row.getLong("kept"));
            }
        }
    }

    /** Both ends are named, for else a planner that knows neither takes the whole table for what is meant. */
    private static int cut(Statements statements, long oldest, long kept) throws SQLException {
        try (PreparedStatement delete =
                statements.prepare("delete from tallygate_change where number >= ? and number < ?")) {
            delete.setLong(1, oldest);
            delete.setLong(2, kept);
            return delete.executeUpdate();
        }
    }
}
