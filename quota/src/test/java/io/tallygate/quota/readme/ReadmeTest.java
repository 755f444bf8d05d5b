package io.tallygate.quota.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.contract.Snippets;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.testing.EdgeFixture;
import io.tallygate.servlet.TallygateFilter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, runs, and does what it says. */
class ReadmeTest {
    private static final Path README = Path.of(System.getProperty("user.dir")).resolveSibling("README.md");
    private static final String IMPORTS = """
            import io.tallygate.*;
            import io.tallygate.apikey.*;
            import io.tallygate.directory.*;
            import io.tallygate.model.*;
            import io.tallygate.quota.*;
            import io.tallygate.quota.ledger.*;
            import io.tallygate.quota.plan.*;
            import io.tallygate.quota.testing.*;
            import io.tallygate.servlet.*;
            import io.tallygate.spi.*;
            import io.tallygate.testing.*;
            import jakarta.servlet.ServletContext;
            import java.nio.file.Path;
            import java.time.*;
            """;
    private static final Pattern DENIAL_ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\|");

    @TempDir
    Path directory;

    @Test
    void isShortAndNamesEverySnippet() throws IOException {
        Snippets snippets = Snippets.in(README, IMPORTS);

        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
        assertThat(snippets.names()).containsExactly("servlet", "test");
        assertThat(snippets.javaBlocks()).isEqualTo(2);
    }

    @Test
    void theServletSnippetGuardsAContainer() throws Exception {
        Method snippet = Snippets.in(README, IMPORTS)
                .compile(
                        "servlet",
                        "Path stateDirectory, ServletContext servletContext",
                        "new Object[] {gate, shownOnce}",
                        directory);
        Object[] result = new Object[2];
        Server server = container(context -> System.arraycopy(
                (Object[]) snippet.invoke(null, directory.resolve("state"), context), 0, result, 0, 2));
        try (Tallygate gate = (Tallygate) result[0]) {
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();

            HttpResponse<String> served = get(port, "X-Api-Key", (String) result[1]);
            assertThat(served.statusCode()).isEqualTo(200);
            assertThat(served.body()).isEqualTo("hello acme");
            assertThat(served.headers().firstValue("RateLimit")).isPresent();
            assertThat(served.headers().firstValue("Tallygate-Request-Id")).isPresent();
            assertThat(get(port, "X-Other", "x").statusCode()).isEqualTo(401);
            assertThat(gate.ready()).isTrue();
        } finally {
            server.stop();
        }
    }

    private interface Setup {
        void accept(ServletContext context) throws Exception;
    }

    private static Server container(Setup setup) throws Exception {
        Server server = new Server(0);
        ServletContextHandler handler = new ServletContextHandler("/");
        handler.addEventListener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                try {
                    setup.accept(event.getServletContext());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        handler.addServlet(new Hello(), "/api/*").setAsyncSupported(true);
        server.setHandler(handler);
        server.start();
        return server;
    }

    private static final class Hello extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            assertThat(request.isUserInRole("orders:read")).isTrue();
            response.getWriter()
                    .write("hello "
                            + TallygateFilter.permit(request)
                                    .orElseThrow()
                                    .entitlement()
                                    .account());
        }
    }

    private static HttpResponse<String> get(int port, String name, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/hello"))
                .header(name, value)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theTestSnippetPrintsACompleteInvoice() throws Exception {
        Method snippet = Snippets.in(README, IMPORTS).compile("test", "", "null", directory);
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            snippet.invoke(null);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("acme", "COMPLETE", "0.10 USD");
    }

    @Test
    void theTableOfDenialsIsTheGatesOwn() throws IOException {
        Map<String, Integer> table = new LinkedHashMap<>();
        Matcher row = DENIAL_ROW.matcher(Files.readString(README.resolveSibling("core/README.md")));
        while (row.find()) {
            table.put(row.group(1), Integer.valueOf(row.group(2)));
        }
        Map<String, Integer> gates = new LinkedHashMap<>();
        try (EdgeFixture edge = EdgeFixture.at("2026-01-01T00:00:00Z", Plan.named("any"))) {
            for (Denial denial : Denial.values()) {
                gates.put(denial.code(), edge.gate().reply(Deny.because(denial)).status());
            }
        }
        assertThat(table).isEqualTo(gates).hasSize(Denial.values().length);
    }
}
