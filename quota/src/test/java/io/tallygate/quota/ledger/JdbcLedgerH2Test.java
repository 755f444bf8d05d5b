package io.tallygate.quota.ledger;

import io.tallygate.quota.contract.LedgerContract;
import io.tallygate.spi.TimeSource;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;

class JdbcLedgerH2Test extends LedgerContract<JdbcLedger> {
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private JdbcConnectionPool pool;

    @Override
    protected JdbcLedger empty(TimeSource time) {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:ledger" + SERIAL.incrementAndGet(), "sa", "");
        pool.setMaxConnections(20);
        DataSource source = pool;
        JdbcLedger.schema().apply(source);
        JdbcLedger.schema().apply(source);
        return JdbcLedger.on(source).clock(time);
    }

    @AfterEach
    void close() {
        pool.dispose();
    }
}
