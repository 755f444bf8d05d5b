package io.tallygate.quota.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and PostgreSQL and cuts connections at COMMIT, on order: before it has reached the server,
 * or after the server has done it and before the client hears so. The client must use simple queries, in which the word
 * stands as text.
 */
final class CuttingProxy implements AutoCloseable {
    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;
    private final int serverPort;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger cutsBefore = new AtomicInteger();
    private final AtomicInteger cutsAfter = new AtomicInteger();
    private volatile Cut next = Cut.NONE;

    /** What happens to the next COMMIT. */
    enum Cut {
        NONE,
        BEFORE_THE_SERVER,
        BEFORE_THE_REPLY
    }

    CuttingProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void cutNext(Cut cut) {
        next = cut;
    }

    int cutsBefore() {
        return cutsBefore.get();
    }

    int cutsAfter() {
        return cutsAfter.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Link link = new Link(client, server);
                threads.execute(link::toServer);
                threads.execute(link::toClient);
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallowing;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void toServer() {
            byte[] buffer = new byte[64 * 1024];
            try (client;
                    server) {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (next != Cut.NONE && isCommit(buffer, read)) {
                        Cut cut = next;
                        next = Cut.NONE;
                        if (cut == Cut.BEFORE_THE_SERVER) {
                            cutsBefore.incrementAndGet();
                            return;
                        }
                        swallowing = true;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException cut) {
                // one side has gone, and this end closes the other
            }
        }

        void toClient() {
            byte[] buffer = new byte[64 * 1024];
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (swallowing) {
                        // The server answers, so it has committed; nobody hears it.
                        cutsAfter.incrementAndGet();
                        return;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException cut) {
                // one side has gone, and this end closes the other
            }
        }

        /** A simple query is one message: the letter, the length, the text, a zero. */
        private static boolean isCommit(byte[] buffer, int read) {
            return read >= 5 + COMMIT.length
                    && buffer[0] == 'Q'
                    && Arrays.equals(buffer, 5, 5 + COMMIT.length, COMMIT, 0, COMMIT.length);
        }
    }
}
