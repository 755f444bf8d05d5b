package io.tallygate.servlet;

import io.tallygate.Tallygate;
import io.tallygate.adapter.HostPolicy;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Permit;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts a gate in front of servlets:
 *
 * <pre>{@code
 * TallygateFilter.of(gate).require("orders:read").register(servletContext, "/api/*");
 * }</pre>
 *
 * <p>Each method that configures returns another filter; this one stays as it is. A request is decided and charged once,
 * however often it passes a filter of the same policy (forward, include, error and async dispatch, double mapping). Two
 * different policies on one request are an error of the deployment and answered 500, because either might be the one
 * that was meant to protect it: give one filter several routes instead.
 *
 * <p>A refused request is answered here, never by {@code sendError}. An admitted one goes on with a caller principal,
 * whose roles are its scopes, and with the gate's response header fields already set. The permit is settled when the
 * host has answered, in async processing when that completes: billed, whatever the status, unless
 * {@link #refundServerErrors()} says otherwise.
 *
 * <p><b>Signed bodies.</b> If a scheme signed the body, the filter reads up to {@link #holdSignedBodies so many bytes}
 * before the host runs, and a wrong body is answered without running it. A larger body is verified while the host reads:
 * the read throws before the end of a wrong one can be seen, and what the host leaves unread is verified before a byte
 * of its answer goes out. So reading must come before answering, and the denial takes the place of the host's answer.
 * (An asynchronous host that neither reads such a body nor writes one is not held back from completing.) A
 * {@code ReadListener} needs a body that fits into what is held.
 *
 * <p>Parameters of a signed form are parsed here, from verified bytes; the container would take them from bytes that were
 * not. They are the query's, then the body's if it came by {@code POST} and the host has not begun to read it, which it
 * no longer can afterwards. They are in the request's character encoding, UTF-8 when it has none. What is no form, has
 * more than 1,000 parameters, or 200,000 bytes, is refused with an {@code IllegalStateException}, and so are parameters and
 * parts of a signed {@code multipart} body.
 *
 * <p>Thread-safe.
 */
public final class TallygateFilter implements Filter {
    private static final String NAME = "tallygate";

    private final HostPolicy policy;
    private final AtomicReference<@Nullable String> registeredAs = new AtomicReference<>();

    private TallygateFilter(HostPolicy policy) {
        this.policy = policy;
    }

    /** A filter that requires a good credential, without scopes, and charges one unit. */
    public static TallygateFilter of(Tallygate gate) {
        return of(HostPolicy.of(gate));
    }

    /** A filter with a policy that was put together elsewhere. */
    public static TallygateFilter of(HostPolicy policy) {
        return new TallygateFilter(policy);
    }

    /** See {@link HostPolicy#require}. */
    public TallygateFilter require(String... scopes) {
        return of(policy.require(scopes));
    }

    /** See {@link HostPolicy#demand}. */
    public TallygateFilter demand(Demand otherwise) {
        return of(policy.demand(otherwise));
    }

    /**
     * See {@link HostPolicy#route}.
     *
     * @param pattern within the context path
     */
    public TallygateFilter route(String pattern, Demand demand) {
        return of(policy.route(pattern, demand));
    }

    /** See {@link HostPolicy#uncounted}. */
    public TallygateFilter uncounted(String pattern) {
        return of(policy.uncounted(pattern));
    }

    /** See {@link HostPolicy#refundServerErrors}. */
    public TallygateFilter refundServerErrors() {
        return of(policy.refundServerErrors());
    }

    /** See {@link HostPolicy#holdSignedBodies}. */
    public TallygateFilter holdSignedBodies(int bytes) {
        return of(policy.holdSignedBodies(bytes));
    }

    /**
     * Registers this filter with async support, for the REQUEST dispatch of these URL patterns, before filters that the
     * deployment descriptor declares.
     *
     * @throws IllegalArgumentException when there is no URL pattern, or a route lies outside all of them
     * @throws IllegalStateException when the context has a filter of that name already, or has started
     */
    public void register(ServletContext context, String... urlPatterns) {
        UrlPatterns.requireReachable(policy.routes(), urlPatterns);
        FilterRegistration.Dynamic registration = context.addFilter(NAME, this);
        if (registration == null) {
            throw new IllegalStateException("a filter named " + NAME + " is registered already; give one filter"
                    + " several routes and URL patterns instead");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, urlPatterns);
    }

    /**
     * The decision for a request that passed the filter.
     *
     * @throws IllegalStateException when it did not
     */
    public static Decision decision(ServletRequest request) {
        Passage passage = Passage.of(request);
        if (passage == null) {
            throw new IllegalStateException("the request did not pass a TallygateFilter; register it for this path");
        }
        return passage.decision();
    }

    /** The permit of a request; empty when it did not pass the filter. */
    public static Optional<Permit> permit(ServletRequest request) {
        Passage passage = Passage.of(request);
        return passage != null && passage.decision() instanceof Permit permit ? Optional.of(permit) : Optional.empty();
    }

    /** @throws ServletException when this very filter is registered a second time */
    @Override
    public void init(FilterConfig config) throws ServletException {
        String before = registeredAs.getAndSet(config.getFilterName());
        if (before != null) {
            throw new ServletException("this TallygateFilter is registered twice, as " + before + " and as "
                    + config.getFilterName() + "; with Spring Boot, which registers every Filter bean itself, expose"
                    + " only a FilterRegistrationBean, or do not call register()");
        }
    }

    @Override
    public void destroy() {
        registeredAs.set(null);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse reply)) {
            throw new ServletException("TallygateFilter serves HTTP only; map it to HTTP requests");
        }
        Passage before = Passage.of(request);
        if (before == null) {
            Passage.begin(policy, http).run(http, reply, chain);
        } else {
            before.requireSame(policy);
            before.again(http, reply, chain);
        }
    }
}
