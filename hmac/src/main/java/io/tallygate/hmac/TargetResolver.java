package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import org.jspecify.annotations.Nullable;

/**
 * Says which target (path and query, undecoded) a request was sent to, as its caller saw and signed it. A proxy may have
 * changed the path; then the edge must be told how. Thread-safe.
 */
@FunctionalInterface
public interface TargetResolver {
    /** The target; null when it cannot be told, and the request is refused. */
    @Nullable
    String target(InboundRequest request);

    /** What the request itself says. */
    static TargetResolver asSent() {
        return InboundRequest::target;
    }

    /**
     * With a prefix in front that a proxy has taken away, of what begins with a slash; others, such as {@code *}, cannot be
     * told.
     *
     * @param prefix such as {@code /api}
     * @throws IllegalArgumentException when it is no plain path, or ends in a slash
     */
    static TargetResolver behindPrefix(String prefix) {
        if (RequestTarget.fault(prefix) != null || prefix.endsWith("/") || prefix.indexOf('?') >= 0) {
            throw new IllegalArgumentException("prefix must be a plain path that does not end in /, was " + prefix);
        }
        return request -> request.target().startsWith("/") ? prefix + request.target() : null;
    }

    /**
     * What a field says that a proxy writes, such as {@code X-Original-URI}, if it stands in one line and came from a
     * trusted proxy; what the request itself says, if it came from elsewhere or the proxy says nothing.
     *
     * @param proxies networks in CIDR notation
     * @throws IllegalArgumentException when one is no network
     */
    static TargetResolver from(String field, String... proxies) {
        TrustedField original = new TrustedField(field, proxies);
        return request -> original.appliesTo(request) ? original.value(request) : request.target();
    }
}
