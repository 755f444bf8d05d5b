package io.tallygate.examples.quickstart;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.directory.JdbcDirectory;
import io.tallygate.httpserver.TallygateHttpFilter;
import io.tallygate.model.Permit;
import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.ledger.JdbcLedger;
import io.tallygate.quota.plan.Plan;
import io.tallygate.spi.Listener;
import io.tallygate.spi.TimeSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * One edge: a JVM of its own with an HTTP server, a gate and a state directory. Told what to do on standard input, it
 * answers on standard output, so that what it had said survives its death.
 */
final class Edge {
    static final Plan STARTER = Plan.named("starter")
            .rate("burst", 5_000, Duration.ofSeconds(1))
            .included(12_000)
            .overage("0.05 USD", 10);
    static final Plan TRIAL = Plan.named("trial").rate("burst", 1, Duration.ofSeconds(60));

    private final Queue<Long> decisionNanos = new ConcurrentLinkedQueue<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final ShiftedTime time = new ShiftedTime();

    /** What the parent tells its child. */
    record Setting(String name, int port, String jdbcUrl, Path state) {
        static Setting of(String[] args) {
            return new Setting(args[0], Integer.parseInt(args[1]), args[2], Path.of(args[3]));
        }
    }

    public static void main(String[] args) throws IOException {
        new Edge().live(Setting.of(args));
    }

    private void live(Setting setting) throws IOException {
        try (HikariDataSource centre = Centre.pool(setting.jdbcUrl(), 8)) {
            serve(setting, centre);
        }
        say("closed");
    }

    private void serve(Setting setting, DataSource centre) throws IOException {
        RepeatingLedger ledger = new RepeatingLedger(JdbcLedger.on(centre).clock(time));
        QuotaMeter meter = QuotaMeter.into(ledger)
                .plans(STARTER, TRIAL)
                .stateIn(setting.state())
                .label(setting.name())
                .flushEvery(Duration.ofSeconds(1))
                .closeWithin(Duration.ofSeconds(10));
        Tallygate gate = Tallygate.builder()
                .directory(JdbcDirectory.on(centre))
                .accept(ApiKeyScheme.standard())
                .meter(meter)
                .time(time)
                .listener(new CentralCalls())
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        HttpServer server = listen(setting.port(), gate, threads);
        say("up");
        obey(gate, ledger);
        server.stop(0);
        threads.shutdown();
        gate.close();
    }

    private HttpServer listen(int port, Tallygate gate, ExecutorService threads) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.setExecutor(threads);
        HttpContext orders = server.createContext("/orders", this::handle);
        orders.getFilters().add(new Stopwatch());
        orders.getFilters().add(TallygateHttpFilter.of(gate).require("orders:read"));
        HttpContext admin = server.createContext("/admin", this::handle);
        admin.getFilters().add(TallygateHttpFilter.of(gate).require("admin"));
        server.start();
        return server;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Stopwatch.stop(nanos -> noteDecision(exchange, nanos));
        byte[] body = "{\"order\":\"%s\"}"
                .formatted(exchange.getRequestURI().getPath())
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Notes how long the decision took, unless it was the first on this credential, which the centre took. */
    private void noteDecision(HttpExchange exchange, long nanos) {
        if (TallygateHttpFilter.decision(exchange) instanceof Permit permit
                && !seen.add(permit.entitlement().subject())) {
            decisionNanos.add(nanos);
        }
    }

    /** Measures from before the gate to after it, on the request's thread. */
    private static final class Stopwatch extends Filter {
        private static final ThreadLocal<Long> STARTED = ThreadLocal.withInitial(() -> 0L);

        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            STARTED.set(System.nanoTime());
            chain.doFilter(exchange);
        }

        static void stop(LongConsumer measured) {
            if (STARTED.get() != 0) {
                measured.accept(System.nanoTime() - STARTED.get());
                STARTED.set(0L);
            }
        }

        @Override
        public String description() {
            return "measures the gate's decision";
        }
    }

    private final class CentralCalls implements Listener {
        @Override
        public void onCentralCall(String scheme, CentralCall outcome, Duration took) {
            say("central " + outcome + " " + took.toNanos());
        }

        @Override
        public void onAlarm(String code, String message) {
            say("alarm " + code + " " + message);
        }
    }

    /** Wall time that can be put forward; elapsed time goes on as it does. */
    static final class ShiftedTime implements TimeSource {
        private volatile long shiftMillis;

        void forward(long millis) {
            shiftMillis += millis;
        }

        @Override
        public long epochMillis() {
            return System.currentTimeMillis() + shiftMillis;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }

    private void obey(Tallygate gate, RepeatingLedger ledger) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "ready" -> say("ready " + gate.ready());
                case "decisions" -> say("decisions " + drain());
                case "repeat" -> {
                    ledger.repeatNext();
                    say("repeat");
                }
                case "repeated" -> say("repeated " + ledger.repeated());
                case "forward" -> {
                    time.forward(Long.parseLong(words[1]));
                    say("forward");
                }
                case "quit" -> {
                    return;
                }
                default -> say("what?");
            }
        }
    }

    private String drain() {
        StringBuilder text = new StringBuilder();
        for (Long nanos = decisionNanos.poll(); nanos != null; nanos = decisionNanos.poll()) {
            text.append(nanos).append(' ');
        }
        return text.toString();
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
