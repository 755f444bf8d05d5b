package io.tallygate.httpserver;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.contract.AdapterHost;
import io.tallygate.model.Decision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The JDK's server on the loopback address with one handler for all paths. */
final class JdkHost implements AdapterHost {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    JdkHost(Endpoint endpoint, Filter... filters) throws IOException {
        // Without this, each small answer waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(endpoint, new ExchangeCall(exchange, threads)))
                .getFilters()
                .addAll(List.of(filters));
        server.start();
    }

    private static void serve(Endpoint endpoint, Call call) throws IOException {
        try {
            endpoint.serve(call);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() throws InterruptedException {
        server.stop(0);
        threads.shutdown();
        if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a request is still being served");
        }
    }

    record ExchangeCall(HttpExchange exchange, ExecutorService threads) implements Call {
        @Override
        public Decision decision() {
            return TallygateHttpFilter.decision(exchange);
        }

        @Override
        public Principal principal() {
            return exchange.getPrincipal();
        }

        @Override
        public InputStream body() {
            return exchange.getRequestBody();
        }

        @Override
        public void answer(int status, byte[] body) throws IOException {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
            exchange.close();
        }

        @Override
        public void later(Endpoint rest) {
            threads.execute(() -> {
                try {
                    rest.serve(this);
                } catch (Exception e) {
                    exchange.close();
                }
            });
        }
    }
}
