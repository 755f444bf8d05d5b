package io.tallygate.servlet;

import io.tallygate.adapter.SignedBody;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** A signed body as a servlet's input stream. */
final class SignedInput extends ServletInputStream {
    private final SignedExchange exchange;
    private final SignedBody body;
    private final HttpServletRequest request;

    SignedInput(SignedExchange exchange, HttpServletRequest request) {
        this.exchange = exchange;
        this.body = exchange.body();
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        return exchange.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return exchange.read(bytes, offset, length);
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public boolean isFinished() {
        return body.exhausted();
    }

    @Override
    public boolean isReady() {
        return body.verified();
    }

    /** All bytes are here and verified, so the listener is told at once, on a thread of the container. */
    @Override
    public void setReadListener(ReadListener listener) {
        if (!body.verified()) {
            throw new IllegalStateException("the signed body of this request is larger than what is held, and must be"
                    + " read with blocking reads; raise TallygateFilter.holdSignedBodies to use a ReadListener");
        }
        request.getAsyncContext().start(() -> tell(listener));
    }

    private void tell(ReadListener listener) {
        try {
            if (!isFinished()) {
                listener.onDataAvailable();
            }
            if (isFinished()) {
                listener.onAllDataRead();
            }
        } catch (IOException | RuntimeException e) {
            listener.onError(e);
        }
    }
}
