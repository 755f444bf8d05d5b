package io.tallygate;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Network;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from. The peer, unless it is a trusted proxy; then the first machine, from right to left, that
 * a trusted proxy names and that is not one itself. If all are, the leftmost. Thread-safe.
 *
 * <p>What a trusted proxy says and we cannot read is an unknown address, never the proxy's. Where both
 * {@code Forwarded} and {@code X-Forwarded-For} are there, they must name the same machine, or it is unknown: a proxy
 * that writes the one and passes on the other would else let its callers choose their address.
 */
final class Origins {
    private static final String FORWARDED = "Forwarded";
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final String X_FORWARDED_PROTO = "X-Forwarded-Proto";
    private static final String HTTPS = "https";

    private final List<Network> trusted;
    private final Trouble trouble;
    private final AtomicBoolean warned = new AtomicBoolean();

    Origins(List<Network> trusted, Trouble trouble) {
        this.trusted = List.copyOf(trusted);
        this.trouble = trouble;
    }

    /** The caller's address, or null when it is unknown. */
    @Nullable
    IpAddress client(InboundRequest request) {
        IpAddress peer = request.peer();
        if (peer == null || !isTrusted(peer)) {
            warnOfIgnored(request);
            return peer;
        }
        List<String> forwarded = request.headers(FORWARDED);
        List<String> older = request.headers(X_FORWARDED_FOR);
        if (forwarded.isEmpty() && older.isEmpty()) {
            return peer;
        }
        if (older.isEmpty()) {
            return outermost(ForwardingFields.forwarded(forwarded)).address();
        }
        IpAddress client = outermost(ForwardingFields.xForwardedFor(older)).address();
        if (forwarded.isEmpty()) {
            return client;
        }
        IpAddress same = outermost(ForwardingFields.forwarded(forwarded)).address();
        return Objects.equals(client, same) ? client : null;
    }

    /**
     * Whether the caller's own hop was encrypted. What trusted proxies say of it counts, and all must say so; if they
     * say nothing, or there is none, the hop to this process does.
     */
    boolean secure(InboundRequest request) {
        IpAddress peer = request.peer();
        if (peer == null || !isTrusted(peer)) {
            return request.secure();
        }
        List<String> forwarded = request.headers(FORWARDED);
        String proto = forwarded.isEmpty()
                ? null
                : outermost(ForwardingFields.forwarded(forwarded)).proto();
        List<String> older = request.headers(X_FORWARDED_PROTO);
        if (proto == null && older.isEmpty()) {
            return request.secure();
        }
        return (proto == null || proto.equals(HTTPS)) && older.stream().allMatch(Origins::saysHttps);
    }

    private static boolean saysHttps(String line) {
        return ForwardingFields.parts(line).stream()
                .allMatch(part -> part.toLowerCase(Locale.ROOT).equals(HTTPS));
    }

    private Hop outermost(List<Hop> hops) {
        for (int i = hops.size() - 1; i >= 0; i--) {
            Hop hop = hops.get(i);
            if (i == 0 || hop.address() == null || !isTrusted(hop.address())) {
                return hop;
            }
        }
        return Hop.UNKNOWN;
    }

    private boolean isTrusted(IpAddress address) {
        for (int i = 0; i < trusted.size(); i++) {
            if (trusted.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Tells once that what a proxy said was not believed: the usual cause is a forgotten setting. */
    private void warnOfIgnored(InboundRequest request) {
        if (warned.get()
                || (request.headers(FORWARDED).isEmpty()
                        && request.headers(X_FORWARDED_FOR).isEmpty())) {
            return;
        }
        if (warned.compareAndSet(false, true)) {
            trouble.say(
                    "untrusted-proxy",
                    "forwarding fields came from " + request.peer() + ", which is no trusted proxy, and were ignored; "
                            + "if it is your load balancer, name its network in trustedProxies(...)");
        }
    }
}
