package io.tallygate.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An HTTP/1.1 client that sends what it is told, byte for byte, and shows what comes back likewise. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    RawHttp(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends one request on a connection of its own. */
    static Reply exchange(int port, String head, byte[] body) throws IOException {
        try (RawHttp connection = new RawHttp(port)) {
            connection.send(head, body);
            return connection.receive(head.startsWith("HEAD "));
        }
    }

    /** The head's lines, parted by line feeds and without the empty one at the end. */
    void send(String head, byte[] body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes((head.strip().replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        message.writeBytes(body);
        write(message.toByteArray());
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Says that nothing more comes, though the answer may. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    Reply receive(boolean head) throws IOException {
        String line = line();
        int status = Integer.parseInt(line.substring(9, 12));
        List<String> fields = new ArrayList<>();
        for (line = line(); !line.isEmpty(); line = line()) {
            fields.add(line);
        }
        Reply reply = new Reply(status, fields, new byte[0]);
        return head ? reply : new Reply(status, fields, body(reply));
    }

    private byte[] body(Reply head) throws IOException {
        List<String> lengths = head.values("Content-Length");
        if (!lengths.isEmpty()) {
            return in.readNBytes(Integer.parseInt(lengths.get(0)));
        }
        return head.values("Transfer-Encoding").isEmpty() ? new byte[0] : chunks();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private String line() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the host closed the connection after: " + text);
            }
            text.write(c);
        }
        return text.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * What came back.
     *
     * @param fields the header field lines, as sent
     */
    record Reply(int status, List<String> fields, byte[] body) {
        /** The values of all lines of that name, in order. */
        List<String> values(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
