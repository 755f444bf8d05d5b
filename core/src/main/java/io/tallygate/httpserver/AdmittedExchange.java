package io.tallygate.httpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** An exchange as an admitted handler sees it: with a caller, attributes of its own, and a verified body. */
final class AdmittedExchange extends HttpExchange {
    private final HttpExchange raw;
    private final AdmittedState state;

    AdmittedExchange(HttpExchange raw, AdmittedState state) {
        this.raw = raw;
        this.state = state;
    }

    @Override
    public HttpCaller getPrincipal() {
        return state.caller();
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        state.answer(code, length);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return state.attribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        state.attribute(name, value);
    }

    @Override
    public InputStream getRequestBody() {
        return state.in();
    }

    @Override
    public OutputStream getResponseBody() {
        return state.out();
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        state.streams(in, out);
    }

    @Override
    public Headers getRequestHeaders() {
        return raw.getRequestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return raw.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return raw.getRequestURI();
    }

    @Override
    public String getRequestMethod() {
        return raw.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return raw.getHttpContext();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return raw.getRemoteAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public int getResponseCode() {
        return raw.getResponseCode();
    }

    @Override
    public String getProtocol() {
        return raw.getProtocol();
    }

    @Override
    public void close() {
        raw.close();
    }
}
