package io.tallygate.directory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that passes calls on to another and fails when told. Thread-safe. */
final class FaultySource {
    private final DataSource behind;
    private volatile @Nullable String state;
    private volatile Runnable before = () -> {};
    private volatile int calls;

    FaultySource(DataSource behind) {
        this.behind = behind;
    }

    void healthy() {
        state = null;
        before = () -> {};
    }

    /** Every call fails with that SQLState. */
    void failing(String sqlState) {
        state = sqlState;
    }

    /** Every call runs this first. */
    void before(Runnable delay) {
        before = delay;
    }

    /** How many were made. */
    int calls() {
        return calls;
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    calls++;
                    before.run();
                    String present = state;
                    if (present != null) {
                        throw new SQLException("as the test told it to", present);
                    }
                    try {
                        return method.invoke(behind, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
