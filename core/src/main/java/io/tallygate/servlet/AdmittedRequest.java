package io.tallygate.servlet;

import io.tallygate.model.Entitlement;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
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
    private final ServletCaller caller;
    private final @Nullable SignedInput signed;
    private final @Nullable SignedForm form;
    private final HttpServletResponse response;
    private final @Nullable AsyncSettlement settlement;
    private @Nullable BufferedReader reader;
    private boolean streamTaken;
    private boolean async;

    /**
     * @param exchange what was signed, or null when the host may read its own
     * @param response the one that the host answers to
     * @param settlement who is told of asynchronous processing, or null when somebody is already
     */
    AdmittedRequest(
            HttpServletRequest request,
            Entitlement entitlement,
            @Nullable SignedExchange exchange,
            HttpServletResponse response,
            @Nullable AsyncSettlement settlement) {
        super(request);
        this.caller = new ServletCaller(entitlement);
        this.signed = exchange == null ? null : new SignedInput(exchange, request);
        this.form = signed == null ? null : new SignedForm(request, signed);
        this.response = response;
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
        FormParameters parameters = parameters();
        return parameters == null ? super.getParameter(name) : parameters.first(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        FormParameters parameters = parameters();
        return parameters == null ? super.getParameterNames() : parameters.names();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        FormParameters parameters = parameters();
        return parameters == null ? super.getParameterValues(name) : parameters.all(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        FormParameters parameters = parameters();
        return parameters == null ? super.getParameterMap() : parameters.toMap();
    }

    /** What is read from a signed form; null when the container may parse what there is. */
    private @Nullable FormParameters parameters() {
        refuseSignedParts();
        return form != null && SignedForm.isForm(getContentType())
                ? form.parameters(streamTaken || reader != null)
                : null;
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        refuseSignedParts();
        return super.getParts();
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        refuseSignedParts();
        return super.getPart(name);
    }

    private void refuseSignedParts() {
        String type = getContentType();
        if (signed != null
                && type != null
                && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw new IllegalStateException("the body of this request is signed, and the container would parse parts"
                    + " out of bytes that are not verified; read getInputStream() and parse them from there");
        }
    }

    /**
     * Without arguments the context would lead to the container's own request and response (Servlet 6.0, 2.3.3.3), and
     * so around what verifies a signed body.
     */
    @Override
    public AsyncContext startAsync() {
        if (signed != null) {
            return startAsync(this, response);
        }
        requireAsyncSupport();
        return watched(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest asyncRequest, ServletResponse asyncResponse) {
        requireAsyncSupport();
        if (response instanceof AnswerAfterBody answer) {
            answer.holdNoLonger();
        }
        return watched(super.startAsync(asyncRequest, asyncResponse));
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
