package io.tallygate.servlet;

import io.tallygate.contract.AdapterHost;
import io.tallygate.model.Decision;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty on the loopback address with one servlet for all paths. */
final class JettyHost implements AdapterHost {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    /** @param filters registers what stands before the servlet */
    JettyHost(Endpoint endpoint, Consumer<ServletContextHandler> filters) throws Exception {
        connector.setHost("127.0.0.1");
        connector.setShutdownIdleTimeout(20); // clients keep their connections; stopping need not wait for them
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(new EndpointServlet(endpoint));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        filters.accept(context);
        server.setHandler(context);
        server.setStopTimeout(10_000);
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private static final class EndpointServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Endpoint endpoint;

        EndpointServlet(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            try {
                endpoint.serve(new ServletCall(request, response));
            } catch (IOException | ServletException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ServletException(e);
            }
        }
    }

    /** A call by the servlet API alone. */
    record ServletCall(HttpServletRequest request, HttpServletResponse response) implements Call {
        @Override
        public Decision decision() {
            return TallygateFilter.decision(request);
        }

        @Override
        public Principal principal() {
            return request.getUserPrincipal();
        }

        @Override
        public boolean inRole(String role) {
            return request.isUserInRole(role);
        }

        @Override
        public InputStream body() throws IOException {
            return request.getInputStream();
        }

        @Override
        public void answer(int status, byte[] body) throws IOException {
            response.setStatus(status);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }

        @Override
        public void later(Endpoint rest) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    rest.serve(this);
                } catch (Exception e) {
                    response.setStatus(500);
                } finally {
                    async.complete();
                }
            });
        }
    }
}
