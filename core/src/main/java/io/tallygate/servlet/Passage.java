package io.tallygate.servlet;

import io.tallygate.adapter.Admission;
import io.tallygate.adapter.BodyRejectedException;
import io.tallygate.adapter.HostPolicy;
import io.tallygate.adapter.RequestBody;
import io.tallygate.adapter.SignedBody;
import io.tallygate.model.Decision;
import io.tallygate.model.Permit;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request on its way through the filter, kept as an attribute of the request so that it is decided only once. */
final class Passage {
    private static final String ATTRIBUTE = "io.tallygate.servlet.passage";

    private final Admission admission;

    private Passage(Admission admission) {
        this.admission = admission;
    }

    static @Nullable Passage of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Passage passage ? passage : null;
    }

    static Passage begin(HostPolicy policy, HttpServletRequest request) throws IOException {
        RequestBody body = new RequestBody(request::getInputStream, request.getContentLengthLong());
        ServletInbound inbound = new ServletInbound(request, body);
        Passage passage = new Passage(policy.admit(inbound, inbound.pathInContext(), body));
        request.setAttribute(ATTRIBUTE, passage);
        return passage;
    }

    Decision decision() {
        return admission.decision();
    }

    void requireSame(HostPolicy policy) throws ServletException {
        if (admission.policy() != policy) {
            throw new ServletException("two TallygateFilters of different policies are mapped to one request; put"
                    + " their demands into one filter as routes");
        }
    }

    /** Goes through for the first time. */
    void run(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(admission.decision() instanceof Permit permit)) {
            Replies.write(request, response, admission.reply());
            return;
        }
        Optional<SignedBody> body;
        try {
            body = admission.body();
        } catch (BodyRejectedException rejection) {
            Replies.write(request, response, admission.reject(rejection));
            return;
        }
        Replies.addHeaders(response, admission.reply());
        SignedExchange signed = body.map(it -> new SignedExchange(admission, request, response, it))
                .orElse(null);
        AsyncSettlement settlement = new AsyncSettlement(admission, response);
        if (signed == null || signed.body().verified()) {
            serve(new AdmittedRequest(request, permit.entitlement(), signed, response, settlement), response, chain);
        } else {
            AnswerAfterBody answer = new AnswerAfterBody(response, signed);
            AdmittedRequest admitted = new AdmittedRequest(request, permit.entitlement(), signed, answer, settlement);
            serveUnverified(admitted, answer, chain, signed);
        }
    }

    private void serve(AdmittedRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error failure) {
            admission.failed();
            throw failure;
        }
        if (!request.wentAsync()) {
            admission.answered(response.getStatus());
        }
    }

    private void serveUnverified(
            AdmittedRequest request, AnswerAfterBody response, FilterChain chain, SignedExchange signed)
            throws IOException, ServletException {
        FilterChain verifying = (same, answer) -> {
            chain.doFilter(same, answer);
            if (!request.wentAsync()) {
                response.finish();
            }
        };
        try {
            serve(request, response, verifying);
        } catch (IOException | ServletException | RuntimeException failure) {
            // The host may have wrapped the rejection into an exception of its own, or been led astray by it.
            if (!signed.denied()) {
                throw failure;
            }
        }
    }

    /** Goes through again: a forward, an error page, a second mapping. Neither decides nor charges. */
    void again(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(admission.decision() instanceof Permit permit)) {
            if (!response.isCommitted()) {
                Replies.write(request, response, admission.reply());
            }
        } else if (AdmittedRequest.isIn(request)) {
            chain.doFilter(request, response);
        } else {
            chain.doFilter(new AdmittedRequest(request, permit.entitlement(), null, response, null), response);
        }
    }
}
