package io.tallygate.examples.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The centre's end of the edges' {@link NewsLine}s: one byte on each when the directory has changed. Thread-safe. */
final class NewsBell implements Closeable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> lines = ConcurrentHashMap.newKeySet();

    NewsBell() throws IOException {
        Thread thread = new Thread(this::accept, "news-bell");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    void ring() {
        lines.removeIf(line -> !reaches(line));
    }

    private static boolean reaches(Socket line) {
        try {
            line.getOutputStream().write(1);
            return true;
        } catch (IOException e) {
            return false; // its edge dials again
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket line = server.accept();
                line.setTcpNoDelay(true);
                lines.add(line);
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket line : lines) {
            line.close();
        }
    }
}
