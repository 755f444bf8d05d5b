package io.tallygate.hmac;

import io.tallygate.directory.JdbcDirectory;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.testing.ManualTime;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("anywhere")
class AppKeyLifeH2Test extends AppKeyLifeTest {
    private final JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:app-keys", "sa", "");

    @Override
    protected DirectoryAdmin empty(ManualTime now) {
        JdbcDirectory.schema().apply(database);
        return JdbcDirectory.on(database).time(now);
    }

    /** The database ends with its last connection. */
    @AfterEach
    void close() {
        database.dispose();
    }
}
