package io.tallygate.servlet;

import io.tallygate.adapter.RequestBody;
import io.tallygate.model.BodyAhead;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A servlet request as the gate sees it. */
final class ServletInbound implements InboundRequest {
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final HttpServletRequest request;
    private final RequestBody body;

    ServletInbound(HttpServletRequest request, RequestBody body) {
        this.request = request;
        this.body = body;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String target() {
        String query = request.getQueryString();
        return query == null ? path() : path() + "?" + query;
    }

    /** An absolute-form target may leave the path out; it is then the root (RFC 9112, 3.2.1). */
    private String path() {
        String path = request.getRequestURI();
        return path.isEmpty() ? "/" : path;
    }

    /**
     * What routes are matched against. A client that spells the context path in another way gets no plain path, and so
     * the strictest demand.
     */
    String pathInContext() {
        String context = request.getContextPath();
        String path = path();
        if (!path.startsWith(context)) {
            return "";
        }
        String rest = path.substring(context.length());
        return rest.isEmpty() ? "/" : rest;
    }

    @Override
    public @Nullable String authority() {
        List<String> hosts = headers("Host");
        if (!hosts.isEmpty()) {
            return hosts.size() == 1 ? hosts.get(0) : null;
        }
        return request.getProtocol().startsWith("HTTP/1.") ? null : pseudoHeader();
    }

    /** HTTP/2 and 3 send {@code :authority}, which containers give only in parts. */
    private String pseudoHeader() {
        int port = request.getServerPort();
        boolean usual = port <= 0 || port == (request.isSecure() ? 443 : 80);
        return usual ? request.getServerName() : request.getServerName() + ":" + port;
    }

    @Override
    public boolean secure() {
        return request.isSecure();
    }

    @Override
    public List<String> headers(String name) {
        Enumeration<String> values = request.getHeaders(name);
        if (values == null || !values.hasMoreElements()) {
            return List.of();
        }
        String first = values.nextElement();
        if (!values.hasMoreElements()) {
            return List.of(first);
        }
        List<String> all = new ArrayList<>();
        all.add(first);
        values.asIterator().forEachRemaining(all::add);
        return Collections.unmodifiableList(all);
    }

    @Override
    public Collection<String> headerNames() {
        return Collections.list(request.getHeaderNames());
    }

    /** A zone names an interface of this machine and is no part of the caller's address. */
    @Override
    public @Nullable IpAddress peer() {
        String text = request.getRemoteAddr();
        if (text == null) {
            return null;
        }
        int from = text.startsWith("[") ? 1 : 0;
        int zone = text.indexOf('%');
        int to = zone >= 0 ? zone : text.length() - (text.endsWith("]") ? 1 : 0);
        try {
            return IpAddress.parse(text.substring(from, Math.max(from, to)));
        } catch (IllegalArgumentException e) {
            return null; // a socket path, or whatever else a container calls the peer
        }
    }

    @Override
    public Optional<X509Certificate> clientCertificate() {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }

    @Override
    public BodyAhead bodyAhead(int maxBytes) {
        return body.ahead(maxBytes);
    }
}
