package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which authority a request was sent to, as its caller saw and signed it. A proxy may have written another one into
 * {@code Host}; then the edge must be told where the caller's stands. Thread-safe.
 */
@FunctionalInterface
public interface AuthorityResolver {
    /**
     * The authority: a host, with a port or without, in any case; null when the request has none that is answered for,
     * and is refused.
     */
    @Nullable
    String authority(InboundRequest request);

    /** What the request itself says: {@code Host}, or {@code :authority}. Of any name, so a replay for another service is not seen. */
    static AuthorityResolver asSent() {
        return InboundRequest::authority;
    }

    /** What the request itself says, if it is one of these names; each with its port, unless it is the default one. */
    static AuthorityResolver oneOf(String... names) {
        return new PublicNames(List.of(names));
    }

    /** Always that name: for edges behind a proxy that writes a name of its own into {@code Host}, and serves no other. */
    static AuthorityResolver always(String name) {
        PublicNames names = new PublicNames(List.of(name));
        return request -> names.only();
    }

    /**
     * What {@code X-Forwarded-Host} says, if it stands in one line, has one value, and came from a trusted proxy; what
     * the request itself says, if it came from elsewhere or the proxy says nothing.
     *
     * @param proxies networks in CIDR notation
     * @throws IllegalArgumentException when one is no network
     */
    static AuthorityResolver forwardedBy(String... proxies) {
        TrustedField host = new TrustedField("x-forwarded-host", proxies);
        return request -> host.appliesTo(request) ? host.value(request) : request.authority();
    }
}
