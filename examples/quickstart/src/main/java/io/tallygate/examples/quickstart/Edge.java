package io.tallygate.examples.quickstart;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.directory.JdbcDirectory;
import io.tallygate.directory.PostgresNews;
import io.tallygate.hmac.HmacScheme;
import io.tallygate.hmac.Replays;
import io.tallygate.hmac.SigV4Scheme;
import io.tallygate.httpserver.TallygateHttpFilter;
import io.tallygate.model.Secret;
import io.tallygate.quota.QuotaMeter;
import io.tallygate.quota.ledger.CounterValue;
import io.tallygate.quota.ledger.Flush;
import io.tallygate.quota.ledger.JdbcLedger;
import io.tallygate.quota.testing.FaultyLedger;
import io.tallygate.spi.ChangeSignal;
import io.tallygate.spi.Listener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One edge: a JVM of its own with an HTTP server, a gate and a state directory. Told what to do on standard input, it
 * answers on standard output, so that what it had said survives its death.
 */
final class Edge {
    /** More often than the standard 5 seconds, so that nobody has to wait for what is pulled. */
    static final Duration PULL_EVERY = Duration.ofSeconds(2);

    /** A new edge stays out of service until nothing can come that an earlier life let in; a demo has not the time. */
    private static final Replays REPLAYS = Replays.local().servingAtOnce();

    private static final int CONNECTIONS = 6;
    private static final int THREADS = 8;

    private final Setting setting;
    private final ShiftedTime time = new ShiftedTime();
    private final Stopwatch stopwatch = new Stopwatch();
    private final FaultyLedger ledger;
    private final Tallygate gate;
    private volatile boolean pushed = true;

    /** What the parent tells its child. */
    record Setting(String name, int port, String jdbcUrl, int newsPort, Path state) {
        static Setting of(String[] args) {
            return new Setting(
                    args[0], Integer.parseInt(args[1]), args[2], Integer.parseInt(args[3]), Path.of(args[4]));
        }

        List<String> args() {
            return List.of(name, Integer.toString(port), jdbcUrl, Integer.toString(newsPort), state.toString());
        }

        Supplier<Secret> sealingKey() {
            return SealingKey.in(state.getParent());
        }

        ChangeSignal news() {
            if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
                return new NewsLine(newsPort);
            }
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(jdbcUrl);
            return PostgresNews.on(source);
        }
    }

    private Edge(Setting setting, DataSource centre) {
        this.setting = setting;
        this.ledger = FaultyLedger.around(JdbcLedger.on(centre).clock(time));
        this.gate = Tallygate.builder()
                .directory(JdbcDirectory.on(centre).push(whilePushed(setting.news())))
                .accept(ApiKeyScheme.standard())
                .accept(signedByCurl(setting))
                .accept(HmacScheme.profile("orders")
                        .sealing(SealingKey.LABEL, setting.sealingKey())
                        .replays(REPLAYS))
                .meter(QuotaMeter.into(ledger)
                        .plans(Plans.STARTER, Plans.TRIAL)
                        .stateIn(setting.state())
                        .label(setting.name())
                        .flushEvery(Duration.ofSeconds(1)))
                .freshness(f -> f.pullEvery(PULL_EVERY))
                .time(time)
                .listener(new Reporter())
                .build();
    }

    private static SigV4Scheme signedByCurl(Setting setting) {
        return SigV4Scheme.brand("tallygate", "tg", setting.name(), "orders")
                .rawPaths()
                .sealing(SealingKey.LABEL, setting.sealingKey())
                .rawQueries()
                .replays(REPLAYS);
    }

    private ChangeSignal whilePushed(ChangeSignal signal) {
        return (background, news) -> signal.subscribe(background, () -> {
            if (pushed) {
                news.run();
            }
        });
    }

    /** Serves until standard input ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Setting setting = Setting.of(args);
        try (HikariDataSource centre = Centre.pool(setting.jdbcUrl(), CONNECTIONS)) {
            new Edge(setting, centre).serve();
        }
    }

    private void serve() throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), setting.port());
        HttpServer server = HttpServer.create(address, 50);
        server.setExecutor(threads);
        HttpContext orders = server.createContext("/orders", this::handle);
        orders.getFilters().add(stopwatch);
        orders.getFilters().add(TallygateHttpFilter.of(gate).require("orders:read"));
        server.start();
        say("up");
        obey();
        server.stop(0);
        threads.shutdown();
        gate.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        stopwatch.stop(exchange);
        byte[] body = "{\"order\":\"%s\"}"
                .formatted(exchange.getRequestURI().getPath())
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void obey() throws IOException, InterruptedException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int repeated = 0;
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "ready" -> say("ready " + gate.ready());
                case "decisions" -> say("decisions " + stopwatch.drain());
                case "repeat" -> {
                    repeated = ledger.seen().size();
                    ledger.next(FaultyLedger.Fault.REPEAT);
                    say("repeat");
                }
                case "repeated" -> say("repeated " + contents(ledger.seen().get(repeated)));
                case "push" -> {
                    pushed = words[1].equals("on");
                    say("push");
                }
                case "flood" -> say("flood " + flooded(Path.of(words[1])));
                case "forward" -> {
                    time.forward(Long.parseLong(words[1]));
                    say("forward");
                }
                default -> say("what?");
            }
        }
    }

    private String flooded(Path keys) throws IOException, InterruptedException {
        return new Flood(gate).with(Files.readAllLines(keys)).words();
    }

    /** How many counters a flush carries, and how many units. */
    private static String contents(Flush flush) {
        List<CounterValue> values = flush.batches().stream()
                .flatMap(batch -> batch.values().stream())
                .toList();
        long units = values.stream()
                .mapToLong(value -> value.used() - value.refunded())
                .sum();
        return values.size() + " " + units;
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Tells the parent what the gate tells its listener. */
    private static final class Reporter implements Listener {
        @Override
        public void onCentralCall(String scheme, CentralCall outcome, Duration took) {
            say("central " + outcome + " " + took.toNanos());
        }

        @Override
        public void onAlarm(String code, String message) {
            say("alarm " + code + " " + message);
        }
    }
}
