package io.tallygate.model;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view of one HTTP request as it came off the wire, before anything was decoded. Adapters implement it over the
 * host's own request without copying. Used by one thread at a time, during one {@code admit} and the streaming of the
 * body it belongs to.
 */
public interface InboundRequest {
    /** The method, exactly as sent. */
    String method();

    /** The request target in origin form: path and query, undecoded (RFC 9112, 3.2.1). */
    String target();

    /** The authority the request was sent to: {@code Host}, or {@code :authority}; null when it had none. */
    @Nullable
    String authority();

    /** Whether the hop that reached this process was encrypted. */
    boolean secure();

    /**
     * The values of all field lines of that name, in order, each as sent; empty when there is none.
     *
     * @param name compared without regard to case
     */
    List<String> headers(String name);

    /** The names of all field lines, in any case and order. */
    Collection<String> headerNames();

    /** The address at the other end of the connection, be it a proxy; null when the host does not know it. */
    @Nullable
    IpAddress peer();

    /** The certificate that the peer proved in the TLS handshake. */
    default Optional<X509Certificate> clientCertificate() {
        return Optional.empty();
    }

    /**
     * The whole body, read into memory before the gate has decided: for a scheme whose signature covers the body while
     * no header field says what the body must be. The host reads the same bytes later. Whoever names a key makes the
     * gate hold this much for a moment, without having proven anything: prefer {@link BodyCheck}, which streams.
     *
     * <p>Nothing is read unless a scheme asks. Blocks until the body is here. Asked again, it gives the same answer.
     *
     * @param maxBytes the most that may be read, at least 0; who made the request may have a lower limit of its own
     * @return {@link BodyAhead.Missing#NOT_OFFERED} unless overridden
     */
    default BodyAhead bodyAhead(int maxBytes) {
        return BodyAhead.Missing.NOT_OFFERED;
    }
}
