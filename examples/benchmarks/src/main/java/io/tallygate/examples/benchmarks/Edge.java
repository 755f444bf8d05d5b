package io.tallygate.examples.benchmarks;

import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.RunningMeter;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.RateScope;
import io.tallygate.spi.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A whole gate with live sessions, as a service would build it; only its centre is in the same heap. */
final class Edge implements AutoCloseable {
    private static final Demand DEMAND = Demand.of("orders:read");
    private static final Plan LIMITED = Plan.named("limited").rate(Rates.NEVER_REACHED, RateScope.ACCOUNT);
    private static final Plan UNLIMITED = Plan.named("unlimited");
    private static final Duration MEASURED_BY_ITSELF = Duration.ofHours(1);
    private static final long PAUSE_NANOS = 1_000_000;

    private final AtomicReference<RunningMeter> meter = new AtomicReference<>();
    private final Caller caller = new Caller("X-Api-Key");
    private final Path state = Files.createTempDirectory("bench-edge");
    private final Tallygate gate;
    private final Keys keys;

    Edge(int sessions) throws IOException {
        InMemoryDirectory directory = new InMemoryDirectory();
        ApiKeys issuer = ApiKeys.in(directory);
        keys = new Keys(IntStream.range(0, sessions)
                .mapToObj(i -> issuer.issue("account-" + i, "orders:read", "orders:write")
                        .secret())
                .toList());
        gate = Tallygate.builder()
                .directory(directory)
                .accept(ApiKeyScheme.standard())
                .central(c -> c.perSecond(1_000_000).perPeerMinute(1_000_000)) // all sessions begin at once
                .meter(QuotaMeter.into(new InMemoryLedger())
                        .plans(LIMITED, UNLIMITED)
                        .otherwise(LIMITED.name())
                        .stateIn(state)
                        .flushEvery(MEASURED_BY_ITSELF)
                        .whenOpen(meter::set))
                .build();
        while (!gate.ready()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        for (String key : keys.all()) {
            Check.that(gate.admit(caller.with(key), DEMAND).permitted());
        }
    }

    /** Decides a request of anyone. */
    Decision admit() {
        Decision decision = gate.admit(caller.with(keys.next()), DEMAND);
        Check.that(decision.permitted());
        return decision;
    }

    /** What requests without a rate limit are charged to. */
    Tab unlimitedTab() {
        Provenance provenance = Provenance.recorded(new CredentialId("bench"), null);
        return meter.get()
                .open(Entitlement.of(new AccountId("counted"), provenance).withPlan(UNLIMITED.name()));
    }

    @Override
    public void close() throws IOException {
        gate.close();
        Folder.delete(state);
    }
}
