package io.tallygate.contract;

import io.tallygate.Tallygate;
import io.tallygate.adapter.HostPolicy;
import io.tallygate.model.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A gate that counts, a host that the adapter's author starts, and a client that sends what it is told. */
abstract class AdapterFixture {
    static final byte[] NOTHING = {};

    final GateUnderContract under = new GateUnderContract();
    final ContractScheme scheme = under.scheme();
    final CountingMeter meter = under.meter();
    final AtomicInteger served = new AtomicInteger();

    private @Nullable AdapterHost host;

    /** Starts a host that serves the endpoint on every path and for every method, behind an adapter of that policy. */
    protected abstract AdapterHost start(HostPolicy policy, AdapterHost.Endpoint endpoint) throws Exception;

    /** Whether the host answers 500 when its own code throws; some close the connection instead. */
    protected boolean answersExceptions() {
        return true;
    }

    @AfterEach
    final void closeBoth() throws Exception {
        closeHost();
        under.close();
    }

    /** Once the host has closed, whatever it owed the gate has been said. */
    final void closeHost() throws Exception {
        if (host != null) {
            host.close();
            host = null;
        }
    }

    final Tallygate gate() {
        return under.gate();
    }

    final void start(AdapterHost.Endpoint endpoint) throws Exception {
        start(policy -> policy.require(ContractScheme.SCOPE), endpoint);
    }

    final void start(UnaryOperator<HostPolicy> change, AdapterHost.Endpoint endpoint) throws Exception {
        host = start(change.apply(HostPolicy.of(gate())), call -> {
            served.incrementAndGet();
            endpoint.serve(call);
        });
    }

    final int port() {
        if (host == null) {
            throw new IllegalStateException("the test has not started the host");
        }
        return host.port();
    }

    final Decision nextDecision() throws InterruptedException {
        return under.nextDecision();
    }

    final RawHttp.Reply get(String target, String... lines) throws IOException {
        return RawHttp.exchange(port(), head("GET", target, lines), NOTHING);
    }

    final RawHttp.Reply post(byte[] body, String... lines) throws IOException {
        String head = head("POST", "/x", lines) + "\nContent-Length: " + body.length;
        return RawHttp.exchange(port(), head, body);
    }

    /** A request of the subject {@code ann}. */
    static String head(String method, String target, String... lines) {
        String start = method + " " + target + " HTTP/1.1\nHost: api.example.com\nContract-Key: ann";
        return lines.length == 0 ? start : start + "\n" + String.join("\n", lines);
    }

    static String signing(byte[] body) {
        return "Contract-Body: " + GateUnderContract.digest(body);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    static byte[] tampered(byte[] body) {
        byte[] other = body.clone();
        other[other.length / 2] ^= 1;
        return other;
    }
}
