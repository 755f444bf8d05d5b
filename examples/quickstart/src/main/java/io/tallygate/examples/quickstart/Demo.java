package io.tallygate.examples.quickstart;

import io.tallygate.apikey.ApiKeys;
import io.tallygate.model.AccountId;
import io.tallygate.model.RequestId;
import io.tallygate.quota.billing.Invoice;
import io.tallygate.quota.billing.InvoiceLine;
import io.tallygate.quota.billing.Invoicer;
import io.tallygate.quota.ledger.JdbcLedger;
import io.tallygate.quota.ledger.Presence;
import io.tallygate.quota.plan.PlanBook;
import io.tallygate.quota.plan.Window;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The whole story in under a minute: three edges, each a JVM of its own, serve real HTTP; the centre is an ocean away; one
 * edge is killed, the ocean is cut, and the bill is right to the cent. Every figure is computed.
 */
final class Demo {
    private static final int REQUESTS = 12_340;
    private static final int KEYS = 12;
    private static final int CONNECTIONS = 4;
    private static final long OCEAN_MILLIS = 75;
    private static final AccountId ACME = new AccountId("acme");
    private static final AccountId TRIAL = new AccountId("curious");

    private final Path directory;
    private final Centre centre;
    private final Ocean ocean;
    private final Load.Tally tally = new Load.Tally();
    private final List<EdgeProcess> edges = new ArrayList<>();
    private final Edge.ShiftedTime time = new Edge.ShiftedTime();
    private final List<String> keys;
    private final String trialKey;
    private final String narrowKey;

    private Demo(Path directory, String jdbcUrl) throws Exception {
        this.directory = directory;
        this.centre = Centre.open(jdbcUrl, directory);
        this.ocean = Ocean.before(centre.address(), OCEAN_MILLIS);
        centre.directory().assign(ACME, "starter");
        centre.directory().assign(TRIAL, "trial");
        ApiKeys issuer = ApiKeys.in(centre.directory());
        this.keys = IntStream.range(0, KEYS)
                .mapToObj(i -> issuer.issue(ACME.value(), "orders:read").secret())
                .toList();
        this.trialKey = issuer.issue(TRIAL.value(), "orders:read").secret();
        this.narrowKey = issuer.issue(ACME.value(), "reports:read").secret();
    }

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("tallygate-demo");
        boolean right = false;
        try {
            Demo demo = new Demo(directory, System.getProperty("demo.jdbc", ""));
            right = demo.run(!"false".equals(System.getProperty("demo.stay", "false")));
        } catch (Exception e) {
            System.out.println("WRONG " + e);
        } finally {
            delete(directory);
        }
        System.exit(right ? 0 : 1); // also when an edge still runs: it ends with this process
    }

    private boolean run(boolean stay) throws Exception {
        say("Three edges (eu, us, ap), one centre, %d ms of ocean between them, each way", OCEAN_MILLIS);
        startEdges();
        showExchanges();
        serveThroughTrouble();
        showDecisionTimes();
        if (stay) {
            stay();
        }
        boolean right = bill();
        ocean.close();
        centre.close();
        return right;
    }

    private void startEdges() throws Exception {
        for (String name : List.of("eu", "us", "ap")) {
            String url = centre.urlThrough(ocean.port());
            edges.add(EdgeProcess.start(new Edge.Setting(name, freePort(), url, directory.resolve(name))));
        }
        for (EdgeProcess edge : edges) {
            edge.awaitReady();
            say("  edge %s: http://localhost:%d/orders", edge.name(), edge.port());
        }
    }

    private void showExchanges() throws IOException {
        int port = edges.get(1).port();
        try (Wire wire = new Wire(port)) {
            show(wire, Wire.request(port, "/orders/1", "X-Api-Key: " + keys.get(0)), 200);
            show(wire, Wire.request(port, "/orders/1"), 401);
            show(wire, Wire.request(port, "/orders/1", "X-Api-Key: " + narrowKey), 403);
            String trial = Wire.request(port, "/orders/1", "X-Api-Key: " + trialKey);
            tally.saw(wire.exchange(trial));
            show(wire, trial, 429);
        }
    }

    private void show(Wire wire, String request, int status) throws IOException {
        Wire.Response response = wire.exchange(request);
        tally.saw(response);
        say("");
        request.lines().filter(line -> !line.isEmpty()).forEach(line -> say("  > %s", masked(line)));
        say("  < %s", response.statusLine());
        response.headers().forEach(line -> say("  < %s", line));
        say("  < %s", response.body());
        if (response.status() != status) {
            throw new IllegalStateException("expected " + status);
        }
    }

    /** A secret is not printed, not even by a demo. */
    private static String masked(String line) {
        return line.startsWith("X-Api-Key: ") ? line.substring(0, 20) + "…" : line;
    }

    private void serveThroughTrouble() throws Exception {
        say("");
        say("%,d requests by %d connections at each edge", REQUESTS, CONNECTIONS);
        List<Load> loads = new ArrayList<>();
        for (EdgeProcess edge : edges) {
            int share = REQUESTS / edges.size() + (loads.isEmpty() ? REQUESTS % edges.size() : 0);
            loads.add(Load.start(edge.port(), keys, CONNECTIONS, share, 8, tally));
        }
        edges.get(1).ask("repeat");
        awaitProgress(0.25);
        killAndRestart(0);
        awaitProgress(0.50);
        cutTheOcean();
        awaitProgress(0.80);
        for (Load load : loads) {
            load.join();
        }
        progress();
    }

    private void killAndRestart(int index) throws Exception {
        EdgeProcess victim = edges.get(index);
        victim.kill();
        say("  edge %s: killed with SIGKILL under load; its customers go on, and send nothing twice", victim.name());
        long callsBefore = victim.central().count();
        EdgeProcess heir = victim.restart();
        edges.set(index, heir);
        heir.awaitReady();
        say(
                "  edge %s: restarted on the same state directory; %d requests are unanswered",
                heir.name(), tally.unanswered.get());
        awaitSessions(heir, callsBefore + KEYS);
    }

    /** Until the new life has asked for all keys, so that what the cut shows is live sessions. */
    private static void awaitSessions(EdgeProcess heir, long calls) throws InterruptedException {
        for (int i = 0; i < 200 && heir.central().count() < calls; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void cutTheOcean() throws Exception {
        EdgeProcess edge = edges.get(2);
        ocean.cut();
        long before = tally.served.get();
        int unknown;
        try (Wire wire = new Wire(edge.port())) {
            String stranger = ApiKeys.in(centre.directory())
                    .issue(ACME.value(), "orders:read")
                    .secret();
            unknown = wire.exchange(Wire.request(edge.port(), "/orders/1", "X-Api-Key: " + stranger))
                    .status();
        }
        TimeUnit.SECONDS.sleep(1);
        long served = tally.served.get() - before;
        ocean.heal();
        say(
                "  the ocean was cut: %,d requests were served meanwhile, a key that no edge knew yet got %d",
                served, unknown);
        if (served == 0 || unknown != 503) {
            throw new IllegalStateException("sessions should go on and strangers should get 503");
        }
    }

    private void awaitProgress(double share) throws InterruptedException {
        for (int i = 1; tally.answered() < share * REQUESTS; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            if (i % 20 == 0) {
                progress();
            }
        }
        progress();
    }

    private void progress() {
        say("  … %,6d answered: %s", tally.answered(), tally.byStatus);
    }

    private void showDecisionTimes() throws InterruptedException {
        List<Long> central = new ArrayList<>();
        List<Long> local = new ArrayList<>();
        long calls = 0;
        for (EdgeProcess edge : edges) {
            central.addAll(edge.central().answeredNanos);
            calls += edge.central().count();
            Stream.of(edge.ask("decisions").split(" "))
                    .skip(1)
                    .map(Long::valueOf)
                    .forEach(local::add);
        }
        say("");
        say("Decided at the centre: p50 %s, p99 %s", millis(central, 0.50), millis(central, 0.99));
        say("Decided at the edge:   p50 %s, p99 %s, HTTP adapter included", micros(local, 0.50), micros(local, 0.99));
        say("Central calls: %,d for %,d requests", calls, tally.answered());
    }

    private static String millis(List<Long> nanos, double share) {
        return "%.1f ms".formatted(percentile(nanos, share) / 1e6);
    }

    private static String micros(List<Long> nanos, double share) {
        return "%.1f µs".formatted(percentile(nanos, share) / 1e3);
    }

    private static long percentile(List<Long> nanos, double share) {
        return nanos.stream()
                .sorted()
                .skip((long) (share * (nanos.size() - 1)))
                .findFirst()
                .orElse(0L);
    }

    private void showRepeatedBatch() throws InterruptedException {
        String[] repeated = edges.get(1).ask("repeated").split(" ");
        if (repeated.length != 4 || !repeated[3].equals("true")) {
            throw new IllegalStateException("a batch sent twice should be acknowledged twice");
        }
        say(
                "Edge us sent a flush twice: %s counters, %,d units; acknowledged both times, added once, as the bill will show",
                repeated[1], Long.valueOf(repeated[2]));
    }

    private boolean bill() throws InterruptedException {
        JdbcLedger ledger = centre.ledger().clock(time);
        Invoicer invoicer = Invoicer.on(ledger, PlanBook.of(Edge.STARTER, Edge.TRIAL));
        Window window = ledger.windows(ACME).get(0);
        endTheMonth(invoicer, window);
        showRepeatedBatch();
        Invoice acme = invoicer.invoice(ACME, window);
        Invoice trial = invoicer.invoice(TRIAL, window);
        say("");
        say("%s", acme.toText());
        for (EdgeProcess edge : edges) {
            edge.tell("quit");
        }
        Verdict verdict = verdict(ledger, acme, trial);
        for (EdgeProcess edge : edges) {
            edge.awaitEnd();
        }
        say("%s", verdict);
        return verdict.right();
    }

    /** The edges' wall clocks are put forward past the end of the month; they close it, and the ledger says so. */
    private void endTheMonth(Invoicer invoicer, Window window) throws InterruptedException {
        long ahead =
                Duration.between(Instant.now(), window.end()).plusSeconds(60).toMillis();
        time.forward(ahead);
        for (EdgeProcess edge : edges) {
            edge.ask("forward " + ahead);
        }
        say("");
        say("The month ends (the edges' clocks are put forward); waiting for each edge's word that it sent everything");
        for (int i = 0; i < 200 && invoicer.invoice(ACME, window).status() != Invoice.Status.COMPLETE; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private record Verdict(boolean complete, long served, long billed, long unanswered, long lost, long twice) {
        boolean right() {
            return complete && lost == 0 && twice == 0;
        }

        @Override
        public String toString() {
            return (right() ? "OK" : "WRONG") + " served=" + served + " billed=" + billed + " unanswered=" + unanswered
                    + " lost=" + lost + " double=" + twice;
        }
    }

    /** Nothing is lost if each answered request is in the ledger; nothing doubled if no more is than was ever sent. */
    private Verdict verdict(JdbcLedger ledger, Invoice acme, Invoice trial) {
        long served = tally.served.get();
        long billed = units(acme) + units(trial);
        long unanswered = tally.unanswered.get();
        long absent = tally.servedIds.stream()
                .filter(id -> ledger.contains(RequestId.parse(id)) != Presence.COUNTED)
                .count();
        long sameId = served - tally.servedIds.stream().distinct().count();
        long tooMany = Math.max(0, billed - served - unanswered);
        return new Verdict(
                acme.status() == Invoice.Status.COMPLETE,
                served,
                billed,
                unanswered,
                Math.max(absent, served - billed),
                tooMany + sameId);
    }

    private static long units(Invoice invoice) {
        return invoice.lines().stream().mapToLong(InvoiceLine::billable).sum();
    }

    private void stay() throws IOException {
        EdgeProcess edge = edges.get(0);
        String curl = "curl -i http://localhost:" + edge.port();
        say("");
        say("The edges stay up. Paste these, then press Enter here for the bill:");
        say("  200  %s/orders/1 -H 'X-Api-Key: %s'", curl, keys.get(0));
        say("  401  %s/orders/1", curl);
        say("  403  %s/orders/1 -H 'X-Api-Key: %s'", curl, narrowKey);
        say("  429  %s/orders/1 -H 'X-Api-Key: %s'   (twice)", curl, trialKey);
        say("  400  %s/orders/1 -H 'X-Api-Key: %s' -H 'X-Api-Key: again'", curl, keys.get(0));
        System.in.read();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void say(String format, Object... arguments) {
        System.out.println(String.format(java.util.Locale.ROOT, format, arguments));
    }
}
