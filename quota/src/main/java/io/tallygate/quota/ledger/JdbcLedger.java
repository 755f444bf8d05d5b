package io.tallygate.quota.ledger;

import io.tallygate.jdbc.Schema;
import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.plan.Window;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a SQL database: PostgreSQL, or H2 for small things. The tables are created by {@link #schema()} on
 * request, never by themselves. Immutable and thread-safe; bring a pool.
 *
 * <p>Each call is one transaction, each flush too, whatever the number of its batches: it locks the edge's row, so that
 * flushes of one edge follow one another, and those of different edges do not wait for each other. Right under every
 * isolation from READ COMMITTED on. A failure of the database, and a lost reply to COMMIT above all, is
 * {@link LedgerUnavailableException}; what was rolled back for sure is repeated a few times first.
 */
public final class JdbcLedger implements Ledger, LedgerOperator, PartitionOwner {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final DataSource dataSource;
    private final Duration timeout;
    private final Duration heardWithin;
    private final @Nullable TimeSource clock;
    private final LedgerTransactions transactions;

    private JdbcLedger(DataSource dataSource, Duration timeout, Duration heardWithin, @Nullable TimeSource clock) {
        this.dataSource = dataSource;
        this.timeout = timeout;
        this.heardWithin = Completeness.check(heardWithin);
        this.clock = clock;
        this.transactions = new LedgerTransactions(dataSource, timeout, clock);
    }

    /** In the database behind that source, and with its clock. Asks nothing yet. */
    public static JdbcLedger on(DataSource dataSource) {
        return new JdbcLedger(dataSource, DEFAULT_TIMEOUT, Completeness.HEARD_WITHIN, null);
    }

    /** The same with another limit for one statement, in [1s, 10m]; 30 s unless said otherwise. */
    public JdbcLedger timeout(Duration timeout) {
        return new JdbcLedger(dataSource, timeout, heardWithin, clock);
    }

    /**
     * The same with another time within which every edge must have been heard of for a statement to be complete, in
     * [1s, 7d]; 10 minutes unless said otherwise. Longer than the edges' heartbeat.
     */
    public JdbcLedger heardWithin(Duration heardWithin) {
        return new JdbcLedger(dataSource, timeout, heardWithin, clock);
    }

    /** The same with a clock other than the database's; for tests. All who share the tables must use the same. */
    public JdbcLedger clock(TimeSource clock) {
        return new JdbcLedger(dataSource, timeout, heardWithin, clock);
    }

    /** The ledger's tables. */
    public static Schema schema() {
        return Schema.of(
                List.of("V2026_11_21_2__tallygate_ledger.sql"),
                path -> JdbcLedger.class.getResourceAsStream("schema/" + path));
    }

    @Override
    public Welcome register(Life life) {
        return transactions.run(session -> new JdbcRegistry(session).register(life));
    }

    @Override
    public Welcome resume(Life life) {
        return transactions.run(session -> new JdbcRegistry(session).resume(life));
    }

    @Override
    public FlushReply flush(Flush flush) {
        return transactions.run(session -> new JdbcFlush(session, flush).take());
    }

    @Override
    public long wentBack(Life life) {
        return transactions.run(session -> new JdbcRegistry(session).wentBack(life));
    }

    @Override
    public void recovered(EdgeId edge, long recovery) {
        transactions.change(session -> new JdbcRegistry(session).recovered(edge, recovery));
    }

    @Override
    public void disputed(Life life, long acknowledged, long counted) {
        transactions.change(session -> new JdbcRegistry(session).disputed(life, acknowledged, counted));
    }

    @Override
    public void ended(Life life, EndProof proof) {
        transactions.change(session -> new JdbcRegistry(session).ended(life, proof));
    }

    @Override
    public Presence contains(RequestId id) {
        return transactions.run(session -> new JdbcReports(session).contains(id));
    }

    @Override
    public Statement statement(AccountId account, Window window) {
        CounterKey.storable(window);
        return transactions.run(session -> new JdbcReports(session).statement(account, window, heardWithin));
    }

    @Override
    public List<Window> windows(AccountId account) {
        return transactions.run(session -> new JdbcReports(session).windows(account));
    }

    @Override
    public LedgerHealth health() {
        return transactions.run(session -> new JdbcReports(session).health());
    }

    @Override
    public void restored() {
        transactions.change(session -> new JdbcRegistry(session).restored());
    }

    @Override
    public void retire(EdgeId edge) {
        transactions.change(session -> new JdbcRegistry(session).retire(edge));
    }

    @Override
    public void confirm(Set<EdgeId> edges) {
        transactions.change(session -> new JdbcRegistry(session).confirm(edges));
    }

    @Override
    public void end(long incarnation) {
        transactions.change(session -> new JdbcRegistry(session).endByOperator(incarnation));
    }

    @Override
    public void writeOff(long incarnation) {
        transactions.change(session -> new JdbcRegistry(session).writeOff(incarnation));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A flush holds the partition's row in the same transaction in which it joins (rule 6).
     */
    @Override
    public void release(int partition) {
        transactions.change(session -> new JdbcRegistry(session).own(partition, false));
    }

    @Override
    public void adopt(int partition) {
        transactions.change(session -> new JdbcRegistry(session).own(partition, true));
    }
}
