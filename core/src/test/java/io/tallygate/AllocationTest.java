package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.spi.Listener;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The garbage of a request with a session is the credential and the permit; none is of the engine's making. */
class AllocationTest {
    private static final int ROUNDS = 100_000;

    private final ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long permitted;

    @Test
    void leavesNoGarbageOfItsOwnForARequestWithASession() {
        expectNoGarbage(new GateBench().builder());
    }

    @Test
    void leavesNoneWhenCredentialsAreWatchedEither() {
        expectNoGarbage(new GateBench().builder().monitor(m -> m));
    }

    private void expectNoGarbage(TallygateBuilder builder) {
        try (Tallygate gate = builder.listener(new Listener() {}).build()) {
            InboundRequest request = new Unallocating("Tiny k1");
            run(gate, request, ROUNDS);
            double bytes = Double.MAX_VALUE;
            // The least of some runs, as the compiler of the platform allocates when it swaps code in.
            for (int i = 0; i < 5; i++) {
                long before =
                        meter.getThreadAllocatedBytes(Thread.currentThread().getId());
                run(gate, request, ROUNDS);
                long after =
                        meter.getThreadAllocatedBytes(Thread.currentThread().getId());
                bytes = Math.min(bytes, (double) (after - before) / ROUNDS);
            }
            assertThat(permitted).isEqualTo(6L * ROUNDS);
            assertThat(bytes).as("16 for this credential, 40 for the permit").isLessThanOrEqualTo(56.5);
        }
    }

    private void run(Tallygate gate, InboundRequest request, int rounds) {
        for (int i = 0; i < rounds; i++) {
            Decision decision = gate.admit(request, Demand.plain());
            permitted += decision.permitted() ? 1 : 0;
        }
    }

    /** A request whose header fields are at hand. */
    private record Unallocating(List<String> authorization) implements InboundRequest {
        Unallocating(String authorization) {
            this(List.of(authorization));
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String target() {
            return "/";
        }

        @Override
        public String authority() {
            return "api.example.com";
        }

        @Override
        public boolean secure() {
            return true;
        }

        @Override
        public List<String> headers(String name) {
            return name.equals("Authorization") ? authorization : List.of();
        }

        @Override
        public Collection<String> headerNames() {
            return List.of("Authorization");
        }

        @Override
        public IpAddress peer() {
            return new IpAddress(1, 1);
        }
    }
}
