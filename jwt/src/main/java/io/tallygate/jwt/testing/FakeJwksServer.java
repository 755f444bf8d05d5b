package io.tallygate.jwt.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Serves a JWK Set over plain HTTP on this machine, and fails when told. Naming a fault ends the one before and lets go the
 * requests that hang in it. Its threads are daemons and end when it is closed. Thread-safe.
 */
public final class FakeJwksServer implements AutoCloseable {
    private static final Runnable NOTHING = () -> {};

    private final HttpServer server;
    private final ExecutorService threads;
    private final Supplier<String> jwkSet;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Fault fault;

    private FakeJwksServer(Supplier<String> jwkSet) throws IOException {
        this.jwkSet = jwkSet;
        this.fault = answering(jwkSet);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fake-jwks-server");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    static FakeJwksServer of(Supplier<String> jwkSet) {
        try {
            return new FakeJwksServer(jwkSet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the set is; {@code http} on a loopback address, which {@code JwksSettings} must allow. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    /** How many requests there were. */
    public int requests() {
        return requests.get();
    }

    /** Answers with the set. */
    public void healthy() {
        become(answering(jwkSet));
    }

    /** Answers 500. */
    public void down() {
        become(new Fault(exchange -> send(exchange, 500, "down"), NOTHING));
    }

    /** Answers only when the next fault is named, or it is closed; in real time. */
    public void hanging() {
        CountDownLatch latch = new CountDownLatch(1);
        become(new Fault(
                exchange -> {
                    await(latch);
                    send(exchange, 200, jwkSet.get());
                },
                latch::countDown));
    }

    /** Answers with this text as if it were the set. */
    public void lying(String text) {
        become(answering(() -> text));
    }

    /** Answers with the set and so many spaces behind it. */
    public void huge(int bytes) {
        become(answering(() -> jwkSet.get() + " ".repeat(bytes)));
    }

    /** Sends whoever asks to itself, again and again. */
    public void redirecting() {
        become(new Fault(
                exchange -> {
                    exchange.getResponseHeaders().set("Location", uri().toString());
                    send(exchange, 302, "");
                },
                NOTHING));
    }

    private synchronized void become(Fault next) {
        Fault ended = fault;
        fault = next;
        ended.release.run();
    }

    private static Fault answering(Supplier<String> text) {
        return new Fault(exchange -> send(exchange, 200, text.get()), NOTHING);
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            fault.answer.to(exchange);
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        fault.release.run();
        server.stop(0);
        threads.shutdownNow();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private record Fault(Answer answer, Runnable release) {}
}
