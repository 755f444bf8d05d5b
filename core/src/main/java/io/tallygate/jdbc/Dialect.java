package io.tallygate.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** The kinds of SQL that we speak. Databases that call themselves PostgreSQL over its own driver are spoken to as such. */
public enum Dialect {
    /** PostgreSQL, from 12 on. */
    POSTGRESQL("postgresql"),
    /** H2, from 2.2 on, embedded or as a server, in its regular mode. */
    H2("h2");

    private final String folder;

    Dialect(String folder) {
        this.folder = folder;
    }

    /** The folder of its scripts; what Flyway calls the vendor. */
    public String folder() {
        return folder;
    }

    /**
     * The dialect of the database at the other end.
     *
     * @throws IllegalStateException when it is another database
     */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "H2" -> H2;
            default ->
                throw new IllegalStateException(
                        "database " + product + " is not supported; use PostgreSQL, or H2 for one process");
        };
    }
}
