package io.tallygate.directory;

/** A row of the directory's database is not one that we wrote. Says which, and never what stands in it. */
public final class UnreadableRowException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    UnreadableRowException(String table, String id) {
        super("table " + table + " has an unreadable row, id " + id
                + "; it was written by something else or a newer version: repair it, delete it, or update Tallygate");
    }
}
