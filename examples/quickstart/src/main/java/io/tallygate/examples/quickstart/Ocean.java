package io.tallygate.examples.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What lies between the edges and the centre: TCP relays that hold every byte back for a while, each way, and can be cut
 * together.
 */
final class Ocean implements Closeable {
    private static final int CHUNK = 16 * 1024;

    private final long delayNanos;
    private final List<ServerSocket> ports = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Ocean(long delayMillis) {
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    }

    /** Opens a port on this side, from which one gets to that address on the other. */
    int portTo(InetSocketAddress far) throws IOException {
        ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ports.add(port);
        start("ocean", () -> accept(port, far));
        return port.getLocalPort();
    }

    /** Ends all connections and lets none through until {@link #heal()}. */
    void cut() {
        cut = true;
        open.forEach(Ocean::closeQuietly);
        open.clear();
    }

    void heal() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket port : ports) {
            port.close();
        }
        cut();
    }

    private void accept(ServerSocket port, InetSocketAddress far) {
        while (!port.isClosed()) {
            try {
                Socket edge = port.accept();
                if (cut) {
                    closeQuietly(edge);
                } else {
                    start("ocean-dial", () -> join(edge, far));
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void join(Socket edge, InetSocketAddress far) {
        try {
            Socket centre = new Socket();
            centre.connect(far, 2_000);
            open.add(edge);
            open.add(centre);
            edge.setTcpNoDelay(true);
            centre.setTcpNoDelay(true);
            carry(edge, centre);
            carry(centre, edge);
        } catch (IOException e) {
            closeQuietly(edge);
        }
    }

    private record Wave(long dueNanos, byte[] bytes) {}

    private void carry(Socket from, Socket to) {
        BlockingQueue<Wave> sea = new LinkedBlockingQueue<>();
        start("ocean-in", () -> {
            byte[] buffer = new byte[CHUNK];
            try (InputStream in = from.getInputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    sea.add(new Wave(System.nanoTime() + delayNanos, Arrays.copyOf(buffer, n)));
                }
            } catch (IOException e) {
                // the connection is over, which the empty wave says
            }
            sea.add(new Wave(System.nanoTime() + delayNanos, new byte[0]));
        });
        start("ocean-out", () -> {
            try (OutputStream out = to.getOutputStream()) {
                for (Wave wave = sea.take(); wave.bytes().length > 0; wave = sea.take()) {
                    TimeUnit.NANOSECONDS.sleep(wave.dueNanos() - System.nanoTime());
                    out.write(wave.bytes());
                }
            } catch (IOException | InterruptedException e) {
                // the connection is over
            }
            closeQuietly(from);
            closeQuietly(to);
            open.remove(from);
            open.remove(to);
        });
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is owed to it
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
