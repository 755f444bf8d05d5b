package io.tallygate.contract;

import io.tallygate.Tallygate;
import io.tallygate.model.Decision;
import io.tallygate.spi.Listener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A gate for tests of adapters. It believes what a request says of itself: {@code Contract-Key} is the subject, with the
 * scope {@value #SCOPE}; {@code Contract-Deny} the denial it wants; {@code Contract-Body} the SHA-256 of its body.
 */
public final class GateUnderContract implements AutoCloseable {
    /** The one scope of every caller. */
    public static final String SCOPE = ContractScheme.SCOPE;

    private final ContractScheme scheme = new ContractScheme();
    private final CountingMeter meter = new CountingMeter();
    private final BlockingQueue<Decision> decisions = new LinkedBlockingQueue<>();
    private final Queue<String> alarms = new ConcurrentLinkedQueue<>();
    private final Tallygate gate = Tallygate.builder()
            .accept(scheme)
            .meter(meter)
            .failures(10_000, Duration.ofSeconds(1))
            .central(calls -> calls.timeout(Duration.ofSeconds(10))) // for a machine with other work
            .listener(new Listener() {
                @Override
                public void onDecision(Decision decision) {
                    decisions.add(decision);
                }

                @Override
                public void onAlarm(String code, String message) {
                    alarms.add(code);
                }
            })
            .build();

    /** The gate. */
    public Tallygate gate() {
        return gate;
    }

    /** How many requests were charged. */
    public long charged() {
        return meter.requests();
    }

    /** The units charged and not given back. */
    public long owed() {
        return meter.owed();
    }

    /** The value of {@code Contract-Body} for a body of UTF-8 text. */
    public static String digest(String body) {
        return digest(body.getBytes(StandardCharsets.UTF_8));
    }

    static String digest(byte[] body) {
        return HexFormat.of().formatHex(ContractScheme.sha256(body));
    }

    /** The codes of all alarms so far. */
    Collection<String> alarms() {
        return alarms;
    }

    ContractScheme scheme() {
        return scheme;
    }

    CountingMeter meter() {
        return meter;
    }

    /** What the gate decided, oldest first; waits for it. */
    Decision nextDecision() throws InterruptedException {
        Decision decision = decisions.poll(10, TimeUnit.SECONDS);
        if (decision == null) {
            throw new AssertionError("the gate was not asked");
        }
        return decision;
    }

    @Override
    public void close() {
        gate.close();
    }
}
