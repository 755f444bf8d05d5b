package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.spi.Listener;
import io.tallygate.testing.MadeUpKeys;
import io.tallygate.testing.ManualTime;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
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
            double bytes = leastBytes(gate, request);
            assertThat(permitted).isEqualTo(6L * ROUNDS);
            assertThat(bytes).as("16 for this credential, 40 for the permit").isLessThanOrEqualTo(56.5);
        }
    }

    /** Found, screened, hashed twice, and refused; what is left is mostly the denial and what names the record. */
    @Test
    void leavesLittleGarbageForAMadeUpKey() {
        InMemoryDirectory directory = new InMemoryDirectory();
        try (Tallygate gate = Tallygate.builder()
                .directory(directory)
                .accept(ApiKeyScheme.standard())
                .time(ManualTime.at("2026-01-31T12:00:00Z"))
                .build()) {
            String key = new MadeUpKeys("tg", new Random(1)).wellFormed(0);
            InboundRequest request = new Unallocating(List.of("Bearer " + key), null);
            assertThat(leastBytes(gate, request))
                    .as("a denial, a name, two hashes")
                    .isLessThanOrEqualTo(800);
            assertThat(gate.status().filter().refused()).isEqualTo(6L * ROUNDS);
        }
    }

    private double leastBytes(Tallygate gate, InboundRequest request) {
        run(gate, request, ROUNDS);
        double bytes = Double.MAX_VALUE;
        // The least of some runs, as the compiler of the platform allocates when it swaps code in.
        for (int i = 0; i < 5; i++) {
            long before = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
            run(gate, request, ROUNDS);
            long after = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
            bytes = Math.min(bytes, (double) (after - before) / ROUNDS);
        }
        return bytes;
    }

    private void run(Tallygate gate, InboundRequest request, int rounds) {
        for (int i = 0; i < rounds; i++) {
            Decision decision = gate.admit(request, Demand.plain());
            permitted += decision.permitted() ? 1 : 0;
        }
    }

    /** A request whose header fields are at hand. */
    private record Unallocating(
            List<String> authorization, @Nullable IpAddress peer) implements InboundRequest {
        Unallocating(String authorization) {
            this(List.of(authorization), new IpAddress(1, 1));
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
    }
}
