package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Network;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A header field that is believed when a trusted proxy has written it. */
final class TrustedField {
    private final String name;
    private final List<Network> proxies;

    /** @param proxies networks in CIDR notation */
    TrustedField(String name, String... proxies) {
        this.name = name;
        this.proxies = Stream.of(proxies).map(Network::parse).toList();
    }

    /** Whether the request came from a trusted proxy, and the field is there. */
    boolean appliesTo(InboundRequest request) {
        IpAddress peer = request.peer();
        return peer != null && isTrusted(peer) && !request.headers(name).isEmpty();
    }

    private boolean isTrusted(IpAddress peer) {
        for (int i = 0; i < proxies.size(); i++) {
            if (proxies.get(i).contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /** The one value; null when there are several lines, since the caller may have written one of them. */
    @Nullable
    String value(InboundRequest request) {
        List<String> lines = request.headers(name);
        return lines.size() == 1 ? lines.get(0) : null;
    }
}
