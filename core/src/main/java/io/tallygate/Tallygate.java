package io.tallygate;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.HttpReply;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.Revocation;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Background;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gate: decides who is calling, whether they may, and counts it. Thread-safe.
 */
public final class Tallygate implements AutoCloseable {
    private Tallygate() {}

    /** Begins a gate. */
    public static TallygateBuilder builder() {
        return new TallygateBuilder();
    }

    static Tallygate open(
            GateSettings settings,
            List<Blueprint<? extends AuthenticationScheme<?>>> schemes,
            @Nullable Blueprint<? extends Meter> meter,
            Environment environment,
            @Nullable Background owned,
            Trouble trouble) {
        return new Tallygate();
    }

    /** Decides one request. Never throws. */
    public Decision admit(InboundRequest request, Demand demand) {
        return Deny.because(Denial.UNAVAILABLE);
    }

    /** The decision as HTTP. */
    public HttpReply reply(Decision decision) {
        return new HttpReply(200, List.of(), new byte[0]);
    }

    /** The gRPC status code number of a denial. */
    public static int grpcCode(Denial denial) {
        return 14;
    }

    /** Ends all sessions that the revocation covers and refuses what it covers until the gate closes. */
    public void revoke(Revocation revocation) {}

    /** Whether requests can be admitted. */
    public boolean ready() {
        return true;
    }

    /** The effective configuration in one line, without secrets. */
    public String describe() {
        return "";
    }

    @Override
    public void close() {}
}
