package io.tallygate.quota.testing;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.AccountId;
import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.RunningMeter;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Plan;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.testing.ManualTime;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A whole edge and its centre for a test, in memory and on manual time: nothing sleeps, and nothing is left behind.
 *
 * <pre>{@code
 * try (EdgeFixture edge = EdgeFixture.at("2026-03-31T23:59:00Z", Plan.named("starter"), ApiKeyScheme.standard())) {
 *     edge.directory().assign("acme", "starter");
 *     edge.gate().admit(request, Demand.plain());
 *     edge.time().advance(Duration.ofMinutes(5));
 *     edge.statement("acme");
 * }
 * }</pre>
 */
public final class EdgeFixture implements AutoCloseable {
    private final ManualTime time;
    private final Plan plan;
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final InMemoryLedger ledger;
    private final FaultyLedger faulty;
    private final AtomicReference<RunningMeter> meter = new AtomicReference<>();
    private final Tallygate gate;

    private EdgeFixture(ManualTime time, Plan plan, Blueprint<? extends AuthenticationScheme<?>> scheme) {
        this.time = time;
        this.plan = plan;
        this.ledger = new InMemoryLedger(time);
        this.faulty = FaultyLedger.around(ledger);
        this.gate = Tallygate.builder()
                .directory(directory)
                .accept(scheme)
                .meter(QuotaMeter.into(faulty)
                        .plans(plan)
                        .disk(new MemoryDisk("fixture"))
                        .whenOpen(meter::set))
                .time(time)
                .build();
    }

    /**
     * An edge at that moment, with one plan and one scheme.
     *
     * @param instant as in {@code 2026-03-31T23:59:00Z}
     */
    public static EdgeFixture at(String instant, Plan plan, Blueprint<? extends AuthenticationScheme<?>> scheme) {
        return new EdgeFixture(ManualTime.at(instant), plan, scheme);
    }

    /** All time, and all background work. */
    public ManualTime time() {
        return time;
    }

    /** Who exists, and under which plan. */
    public InMemoryDirectory directory() {
        return directory;
    }

    /** What arrived at the centre. */
    public InMemoryLedger ledger() {
        return ledger;
    }

    /** The way there, which can be cut. */
    public FaultyLedger wayToLedger() {
        return faulty;
    }

    /** The gate. */
    public Tallygate gate() {
        return gate;
    }

    /** The gate's meter. */
    public RunningMeter meter() {
        return Objects.requireNonNull(meter.get(), "the gate opened its meter");
    }

    /** What the ledger knows of an account in the present window, after a flush. */
    public Statement statement(String account) {
        meter().flush();
        return ledger.statement(new AccountId(account), plan.calendar().windowAt(time.epochMillis()));
    }

    @Override
    public void close() {
        gate.close();
    }
}
