package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.hmac.testing.InMemoryNonceStore;
import io.tallygate.httpserver.TallygateHttpFilter;
import io.tallygate.issue.IssuedKey;
import io.tallygate.spi.TimeSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock curl, if this machine has one that signs, as the client of a whole edge, in real time. */
class CurlTest {
    private static final String OWN = "tallygate:tg:eu-1:orders";
    private static final String AWS = "aws:amz:eu-1:orders";

    @TempDir
    Path directory;

    private final InMemoryDirectory records = new InMemoryDirectory();
    private final IssuedKey key =
            AppKeys.in(records).sealing("2026", Sealed.key(1)).issue("acme", "orders:write");
    private final List<String> seen = new ArrayList<>();
    private Tallygate gate;
    private HttpServer server;
    private int requests;

    @BeforeEach
    void start() throws IOException {
        gate = Tallygate.builder()
                .directory(records)
                .central(calls -> calls.timeout(Duration.ofSeconds(10))) // for a machine with other work
                .accept(settings(SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")))
                .accept(settings(SigV4Scheme.aws("eu-1", "orders")))
                .build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
                    seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                })
                .getFilters()
                .add(TallygateHttpFilter.of(gate).require("orders:write"));
        server.start();
    }

    private static SigV4Scheme settings(SigV4Scheme.NeedsPaths half) {
        return half.rawPaths()
                .sealing("2026", Sealed.key(1))
                .rawQueries()
                .holdBodies(1 << 16)
                // With a store there is no second after the start in which nothing is let in.
                .replays(Replays.shared(new InMemoryNonceStore(TimeSource.system())));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        gate.close();
    }

    @Test
    void signsForAWholeEdge() throws Exception {
        String version = version();
        if (version == null) {
            System.out.println("CURL absent");
            return;
        }
        Path file = Files.writeString(directory.resolve("body"), "from a file");
        for (String dialect : List.of(OWN, AWS)) {
            String hashField = dialect.equals(OWN) ? "X-Tg-Content-Sha256: " : "X-Amz-Content-Sha256: ";
            assertThat(curl(dialect, "/orders/7")).isEqualTo("204");
            assertThat(curl(dialect, "/orders/7?a=1&b=x%20y")).isEqualTo("204");
            assertThat(curl(dialect, "/orders", "-d", "amount=1")).isEqualTo("204");
            String hash = Sha256.hex("from a file".getBytes(StandardCharsets.UTF_8));
            assertThat(curl(dialect, "/orders/8", "-T", file.toString(), "-H", hashField + hash))
                    .isEqualTo("204");
            assertThat(curl(dialect, "/orders/9", "-d", "amount=2", "-H", hashField + hash))
                    .isEqualTo("400");
            assertThat(curl(dialect.replace("eu-1", "eu-2"), "/orders/7")).isEqualTo("400");
            assertThat(curl(dialect, "/orders/7", "-u", key.id() + ":tgs_wrong"))
                    .isEqualTo("401");
        }
        assertThat(seen).containsExactly("", "", "amount=1", "from a file", "", "", "amount=1", "from a file");
        System.out.println("CURL " + version + " requests=" + requests);
    }

    /** Null when there is no curl, or it does not sign. */
    private static String version() throws Exception {
        try {
            String help = output(List.of("curl", "--help", "all"));
            return help.contains("--aws-sigv4")
                    ? output(List.of("curl", "--version")).split(" ", 3)[1]
                    : null;
        } catch (IOException absent) {
            return null;
        }
    }

    private String curl(String dialect, String target, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "-o",
                File.createTempFile("curl", null, directory.toFile()).toString()));
        command.addAll(List.of("-w", "%{http_code}", "--max-time", "20"));
        command.addAll(List.of("--aws-sigv4", dialect, "-u", key.id() + ":" + key.secret()));
        command.addAll(List.of(more));
        command.add("http://127.0.0.1:" + server.getAddress().getPort() + target);
        requests++;
        return output(command);
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return text;
        } finally {
            process.destroy();
        }
    }
}
