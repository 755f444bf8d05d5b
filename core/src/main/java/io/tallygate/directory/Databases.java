package io.tallygate.directory;

import io.tallygate.jdbc.Transactions;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a directory is kept.
 *
 * @param primary where it is changed and its log is read
 * @param copy where it may also be looked up; null when nowhere
 * @param timeout how long one statement may take
 * @param given what readers of the log know
 */
record Databases(DataSource primary, @Nullable DataSource copy, Duration timeout, GivenOut given) {
    Databases timeout(Duration other) {
        return new Databases(primary, copy, other, given);
    }

    Databases copy(DataSource other) {
        return new Databases(primary, other, timeout, given);
    }

    Transactions transactions() {
        return Transactions.on(primary, timeout);
    }

    @Nullable
    Replica replica(TimeSource time) {
        return copy == null ? null : new Replica(Transactions.on(copy, timeout), given, time);
    }
}
