package io.tallygate.examples.quickstart;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One keep-alive HTTP/1.1 connection of a client that never sends a request twice, and that knows of each request
 * whether it was wholly written. A ready-made client hides just that.
 */
final class Wire implements Closeable {
    private final Socket socket;
    private final InputStream in;

    Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A whole response. */
    record Response(String statusLine, List<String> headers, String body) {
        int status() {
            return Integer.parseInt(statusLine.substring(9, 12));
        }

        Optional<String> header(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst();
        }

        /** Reads one, and no byte behind it. */
        static Response read(InputStream in) throws IOException {
            String status = line(in);
            List<String> headers = new ArrayList<>();
            int length = 0;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                headers.add(line);
                if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the body ended early");
            }
            return new Response(status, headers, new String(body, StandardCharsets.UTF_8));
        }

        private static String line(InputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("the connection ended");
                }
                if (b != '\r') {
                    bytes.write(b);
                }
            }
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** The request was wholly written and the connection died before the whole response had come. */
    static final class Unanswered extends IOException {
        private static final long serialVersionUID = 1;

        Unanswered(IOException cause) {
            super(cause);
        }
    }

    static String request(int port, String target, String... headers) {
        StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** Sends a request and waits for the response. */
    Response exchange(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        try {
            return Response.read(in);
        } catch (IOException e) {
            throw new Unanswered(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
