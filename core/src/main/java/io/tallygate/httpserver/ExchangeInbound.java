package io.tallygate.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.tallygate.adapter.RequestBody;
import io.tallygate.model.BodyAhead;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** An exchange of the JDK's server as the gate sees it. */
final class ExchangeInbound implements InboundRequest {
    private final HttpExchange exchange;
    private final RequestBody body;

    ExchangeInbound(HttpExchange exchange, RequestBody body) {
        this.exchange = exchange;
        this.body = body;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod();
    }

    /** The text, not the parts: {@code URI} takes what follows a leading {@code //} for an authority. */
    @Override
    public String target() {
        URI uri = exchange.getRequestURI();
        return uri.isAbsolute() ? originForm(uri) : uri.toString();
    }

    private static String originForm(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    String path() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The authority of an absolute-form target goes before {@code Host} (RFC 9112, 3.2.2). */
    @Override
    public @Nullable String authority() {
        URI uri = exchange.getRequestURI();
        if (uri.isAbsolute()) {
            return uri.getRawAuthority();
        }
        List<String> hosts = headers("Host");
        return hosts.size() == 1 ? hosts.get(0) : null;
    }

    @Override
    public boolean secure() {
        return exchange instanceof HttpsExchange;
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : values;
    }

    @Override
    public Collection<String> headerNames() {
        return exchange.getRequestHeaders().keySet();
    }

    @Override
    public @Nullable IpAddress peer() {
        InetSocketAddress remote = exchange.getRemoteAddress();
        InetAddress address = remote == null ? null : remote.getAddress();
        return address == null ? null : IpAddress.of(address.getAddress());
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        if (!(exchange instanceof HttpsExchange https)) {
            return Optional.empty();
        }
        try {
            return https.getSSLSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    @Override
    public BodyAhead bodyAhead(int maxBytes) {
        return body.ahead(maxBytes);
    }
}
