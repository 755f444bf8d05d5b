package io.tallygate.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;

/** What a failure means for the caller, by its SQLState (ISO 9075, and PostgreSQL's appendix A). */
public enum SqlFailure {
    /** Rolled back because of others; the same transaction may pass when repeated. */
    REPEATABLE,
    /** The database cannot be asked now. Whether a commit under way took place is unknown. */
    UNAVAILABLE,
    /** A unique key exists already. */
    DUPLICATE,
    /** A table is missing. */
    NO_TABLE,
    /** Anything else: a mistake of ours, or of whoever set the database up. */
    OTHER;

    /** What this failure means. */
    public static SqlFailure of(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || isConnectionTrouble(failure)) {
            return UNAVAILABLE;
        }
        return switch (state) {
            case "23505" -> DUPLICATE;
            case "42P01", "42S02", "42S03", "42S04" -> NO_TABLE;
            case "90131" -> REPEATABLE; // H2: the row was changed meanwhile
            case "57014", "HYT00", "90067", "90098", "90121" ->
                UNAVAILABLE; // too slow; H2: connection or database closed
            default -> byClass(state);
        };
    }

    private static boolean isConnectionTrouble(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLTimeoutException;
    }

    private static SqlFailure byClass(String state) {
        if (state.startsWith("40")) {
            return REPEATABLE;
        }
        boolean away = state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
        return away ? UNAVAILABLE : OTHER;
    }

    /** Whether the failure's own words may quote stored values, and so must not be logged (SQLState classes 22, 23). */
    public static boolean mayQuoteValues(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
