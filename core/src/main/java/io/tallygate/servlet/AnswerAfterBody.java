package io.tallygate.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * The response to a signed body that was not verified before the host ran: whatever would send a byte of it first
 * verifies what the host has not read. A container sends as soon as it likes, so nothing less would do.
 */
final class AnswerAfterBody extends HttpServletResponseWrapper {
    private final SignedExchange exchange;
    private @Nullable Output output;
    private @Nullable PrintWriter writer;
    private @Nullable HeldText text;
    private boolean holdsText = true;

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
            text = new HeldText(output(), getCharacterEncoding());
            writer = new PrintWriter(text);
        }
        return writer;
    }

    /**
     * Hands on what a writer holds, and from now on at once what is written: when asynchronous processing ends, nobody
     * asks for it. A failure is the writer's to tell.
     */
    void holdNoLonger() {
        holdsText = false;
        if (writer != null) {
            writer.flush();
        }
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        dropText();
    }

    /** The host may then choose anew between a writer and a stream. */
    @Override
    public void reset() {
        super.reset();
        dropText();
        text = null;
        writer = null;
        output = null;
    }

    private void dropText() {
        if (text != null) {
            text.drop();
        }
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

    /** Encodes what a writer is given, and holds it back while the host may still read. */
    private final class HeldText extends Writer {
        private final Output target;
        private final OutputStreamWriter encoder;
        private boolean dropping;

        HeldText(Output target, String encoding) throws IOException {
            this.target = target;
            this.encoder = new OutputStreamWriter(new Encoded(), encoding);
        }

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            encoder.write(chars, offset, length);
            if (!holdsText) {
                encoder.flush();
            }
        }

        /** Forgets what is held. */
        void drop() {
            dropping = true;
            try {
                encoder.flush();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            } finally {
                dropping = false;
            }
        }

        @Override
        public void flush() throws IOException {
            encoder.flush();
            target.flush();
        }

        @Override
        public void close() throws IOException {
            encoder.flush();
            target.close();
        }

        /** Where the encoder's bytes go. Its flush stays here, as it would send the response. */
        private final class Encoded extends OutputStream {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (!dropping) {
                    target.write(bytes, offset, length);
                }
            }
        }
    }
}
