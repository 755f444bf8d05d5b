package io.tallygate.servlet;

import io.tallygate.adapter.Admission;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/** Settles a permit when asynchronous processing has completed, which it always does: also after errors and time-outs. */
final class AsyncSettlement implements AsyncListener {
    private final Admission admission;
    private final HttpServletResponse response;

    private volatile boolean failed;

    AsyncSettlement(Admission admission, HttpServletResponse response) {
        this.admission = admission;
        this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        if (failed) {
            admission.failed();
        } else {
            admission.answered(response.getStatus());
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // The host, or else the container, answers it; the status then says how.
    }

    @Override
    public void onError(AsyncEvent event) {
        failed = true;
    }

    /** A dispatch that starts again forgets its listeners (Servlet 6.0, 9.7). */
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
