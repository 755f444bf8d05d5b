package io.tallygate.servlet;

import io.tallygate.model.Entitlement;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.Principal;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request as the host sees it: with a caller, and with a body that is verified while it is read. */
final class AdmittedRequest extends HttpServletRequestWrapper {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ServletCaller caller;
    private final @Nullable SignedInput signed;
    private final @Nullable AsyncSettlement settlement;
    private @Nullable BufferedReader reader;
    private boolean streamTaken;
    private boolean async;

    /**
     * @param exchange what was signed, or null when the host may read its own
     * @param settlement who is told of asynchronous processing, or null when somebody is already
     */
    AdmittedRequest(
            HttpServletRequest request,
            Entitlement entitlement,
            @Nullable SignedExchange exchange,
            @Nullable AsyncSettlement settlement) {
        super(request);
        this.caller = new ServletCaller(entitlement);
        this.signed = exchange == null ? null : new SignedInput(exchange, request);
        this.settlement = settlement;
    }

    static boolean isIn(ServletRequest request) {
        return request instanceof AdmittedRequest
                || (request instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(AdmittedRequest.class));
    }

    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    @Override
    public String getRemoteUser() {
        return caller.getName();
    }

    @Override
    public boolean isUserInRole(String role) {
        return caller.holds(role);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (signed == null) {
            return super.getInputStream();
        }
        if (reader != null) {
            throw new IllegalStateException("getReader() was called for this request");
        }
        streamTaken = true;
        return signed;
    }

    /** Decodes as the request says, and as ISO 8859-1 when it says nothing (Servlet 6.0, 3.12). */
    @Override
    public BufferedReader getReader() throws IOException {
        if (signed == null) {
            return super.getReader();
        }
        if (streamTaken) {
            throw new IllegalStateException("getInputStream() was called for this request");
        }
        if (reader == null) {
            String encoding = getCharacterEncoding();
            reader = new BufferedReader(new InputStreamReader(signed, encoding == null ? "ISO-8859-1" : encoding));
        }
        return reader;
    }

    @Override
    public @Nullable String getParameter(String name) {
        refuseUnverifiedForm();
        return super.getParameter(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        refuseUnverifiedForm();
        return super.getParameterNames();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        refuseUnverifiedForm();
        return super.getParameterValues(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        refuseUnverifiedForm();
        return super.getParameterMap();
    }

    @Override
    public Collection<Part> getParts() throws IOException, jakarta.servlet.ServletException {
        refuseUnverifiedForm();
        return super.getParts();
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, jakarta.servlet.ServletException {
        refuseUnverifiedForm();
        return super.getPart(name);
    }

    private void refuseUnverifiedForm() {
        if (signed != null && isForm(getContentType())) {
            throw new IllegalStateException("the body of this request is signed, and the container would parse"
                    + " parameters out of bytes that are not verified; read getInputStream() or getReader() and parse"
                    + " them from there");
        }
    }

    private static boolean isForm(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.strip().toLowerCase(Locale.ROOT);
        return type.startsWith(FORM) || type.startsWith("multipart/");
    }

    @Override
    public AsyncContext startAsync() {
        requireAsyncSupport();
        return watched(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        requireAsyncSupport();
        return watched(super.startAsync(request, response));
    }

    /** Listens from the start: once the host's thread is at work, completion may come before the filter is back. */
    private AsyncContext watched(AsyncContext context) {
        async = true;
        if (settlement != null) {
            context.addListener(settlement);
        }
        return context;
    }

    /** Whether asynchronous processing has begun, and perhaps ended. */
    boolean wentAsync() {
        return async;
    }

    private void requireAsyncSupport() {
        if (!isAsyncSupported()) {
            throw new IllegalStateException("a filter or servlet of this chain does not support async processing;"
                    + " register TallygateFilter with register(...), or call setAsyncSupported(true) on its"
                    + " registration, and look at the others too");
        }
    }
}
