package io.tallygate.servlet;

import io.tallygate.adapter.Admission;
import io.tallygate.adapter.BodyRejectedException;
import io.tallygate.adapter.SignedBody;
import io.tallygate.model.HttpReply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request with a signed body and its response. As soon as the body is rejected, on whatever thread, the denial goes
 * out, once, and everything the host reads or writes from then on fails.
 */
final class SignedExchange {
    private final Admission admission;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final SignedBody body;
    private final AtomicBoolean denied = new AtomicBoolean();

    SignedExchange(Admission admission, HttpServletRequest request, HttpServletResponse response, SignedBody body) {
        this.admission = admission;
        this.request = request;
        this.response = response;
        this.body = body;
    }

    SignedBody body() {
        return body;
    }

    int read() throws IOException {
        try {
            return body.read();
        } catch (BodyRejectedException rejection) {
            throw deny(rejection);
        }
    }

    int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return body.read(bytes, offset, length);
        } catch (BodyRejectedException rejection) {
            throw deny(rejection);
        }
    }

    /** Called before anything of the host's answer goes out. */
    void verifyUnread() throws IOException {
        try {
            body.drain();
        } catch (BodyRejectedException rejection) {
            throw deny(rejection);
        }
    }

    /** Whether the denial has taken the place of the host's answer. */
    boolean denied() {
        return denied.get();
    }

    private BodyRejectedException deny(BodyRejectedException rejection) throws IOException {
        if (denied.compareAndSet(false, true)) {
            HttpReply reply = admission.reject(rejection);
            if (response.isCommitted()) {
                throw rejection;
            }
            response.reset();
            Replies.write(request, response, reply);
        }
        return rejection;
    }
}
