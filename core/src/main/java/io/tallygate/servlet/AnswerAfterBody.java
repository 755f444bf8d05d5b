package io.tallygate.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * The response to a signed body that was not verified before the host ran: whatever would send a byte of it first
 * verifies what the host has not read. A container sends as soon as it likes, so nothing less would do.
 */
final class AnswerAfterBody extends HttpServletResponseWrapper {
    private final SignedExchange exchange;
    private @Nullable Output output;
    private @Nullable PrintWriter writer;

    AnswerAfterBody(HttpServletResponse response, SignedExchange exchange) {
        super(response);
        this.exchange = exchange;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called for this response");
        }
        return output();
    }

    private Output output() throws IOException {
        if (output == null) {
            output = new Output(super.getOutputStream());
        }
        return output;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            if (output != null) {
                throw new IllegalStateException("getOutputStream() was called for this response");
            }
            setCharacterEncoding(getCharacterEncoding()); // names the default in Content-Type, as a writer must
            writer = new PrintWriter(new OutputStreamWriter(output(), getCharacterEncoding()));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        exchange.verifyUnread();
        if (writer != null) {
            writer.flush();
        }
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        exchange.verifyUnread();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        exchange.verifyUnread();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        exchange.verifyUnread();
        super.sendRedirect(location);
    }

    /** Hands on what a writer still holds. */
    void finish() throws IOException {
        exchange.verifyUnread();
        if (writer != null) {
            writer.flush();
        }
    }

    private final class Output extends ServletOutputStream {
        private final ServletOutputStream raw;

        Output(ServletOutputStream raw) {
            this.raw = raw;
        }

        @Override
        public void write(int b) throws IOException {
            exchange.verifyUnread();
            raw.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            exchange.verifyUnread();
            raw.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            exchange.verifyUnread();
            raw.flush();
        }

        @Override
        public void close() throws IOException {
            exchange.verifyUnread();
            raw.close();
        }

        @Override
        public boolean isReady() {
            return raw.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            raw.setWriteListener(listener);
        }
    }
}
