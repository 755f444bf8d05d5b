package io.tallygate.hmac.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.Tallygate;
import io.tallygate.httpserver.TallygateHttpFilter;
import io.tallygate.servlet.TallygateFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A host behind an adapter, on the loopback address: it answers 200 with the body that it was sent. */
public interface SignedHost extends AutoCloseable {
    URI uri();

    @Override
    void close() throws Exception;

    /** Starts a host for a gate. */
    interface Starter {
        SignedHost start(Tallygate gate) throws Exception;
    }

    static SignedHost jdk(Tallygate gate) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for an acknowledgement
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", SignedHost::echo).getFilters().add(TallygateHttpFilter.of(gate));
        server.start();
        return new Running(server.getAddress().getPort(), () -> server.stop(0));
    }

    private static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    static SignedHost jetty(Tallygate gate) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setShutdownIdleTimeout(20);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Echo()), "/*");
        TallygateFilter.of(gate).register(context.getServletContext(), "/*");
        server.setHandler(context);
        server.start();
        return new Running(connector.getLocalPort(), server::stop);
    }

    /** A host that was started. */
    record Running(int port, AutoCloseable ending) implements SignedHost {
        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1:" + port);
        }

        @Override
        public void close() throws Exception {
            ending.close();
        }
    }

    /** The same as a servlet. */
    final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            try {
                byte[] body =
                        request.getInputStream().readAllBytes(); // all of it: only its end tells whether it is right
                response.getOutputStream().write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
