package io.tallygate.directory;

import io.tallygate.jdbc.SqlFailure;
import io.tallygate.spi.DirectoryUnavailableException;
import java.sql.SQLException;

/** A question to the centre's database. */
@FunctionalInterface
interface Asking<T> {
    /** Asks it. */
    T ask() throws SQLException;

    /**
     * The answer, where any failure of the database means that the directory is away.
     *
     * @throws DirectoryUnavailableException saying what to do where that is known, and never quoting what is stored
     */
    static <T> T centre(Asking<T> question) {
        try {
            return question.ask();
        } catch (SQLException failed) {
            throw unavailable(failed);
        }
    }

    private static DirectoryUnavailableException unavailable(SQLException failed) {
        String message = SqlFailure.of(failed) == SqlFailure.NO_TABLE
                ? "the directory's tables are missing; create them with JdbcDirectory.schema().apply(dataSource), or"
                        + " with the statements that JdbcDirectory.schema().print(dialect) gives"
                : "the directory's database failed, SQLState " + failed.getSQLState();
        return SqlFailure.mayQuoteValues(failed)
                ? new DirectoryUnavailableException(message)
                : new DirectoryUnavailableException(message, failed);
    }
}
