package io.tallygate.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The demo's hold on one edge's JVM. */
final class EdgeProcess {
    private final Edge.Setting setting;
    private final CentralCalls central;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Process process;
    private final PrintWriter orders;

    private EdgeProcess(Edge.Setting setting, CentralCalls central, Process process) {
        this.setting = setting;
        this.central = central;
        this.process = process;
        this.orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::listen, "edge-" + setting.name());
        reader.setDaemon(true);
        reader.start();
    }

    /** What all lives of the edge asked the centre for. */
    static final class CentralCalls {
        final Queue<Long> answeredNanos = new ConcurrentLinkedQueue<>();
        final AtomicLong others = new AtomicLong();

        long count() {
            return answeredNanos.size() + others.get();
        }
    }

    static EdgeProcess start(Edge.Setting setting) throws IOException {
        return start(setting, new CentralCalls());
    }

    private static EdgeProcess start(Edge.Setting setting, CentralCalls central) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dsun.net.httpserver.nodelay=true", // or each answer waits 40 ms for an acknowledgement
                        "-cp",
                        System.getProperty("java.class.path"),
                        Edge.class.getName(),
                        setting.name(),
                        Integer.toString(setting.port()),
                        setting.jdbcUrl(),
                        setting.state().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new EdgeProcess(setting, central, process);
    }

    /** SIGKILL: the process is told nothing and saves nothing. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Another process with the same port and the same state directory. */
    EdgeProcess restart() throws IOException {
        return start(setting, central);
    }

    void awaitReady() throws InterruptedException {
        answer("up");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!ask("ready").equals("ready true")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("edge " + setting.name() + " was not ready within 30 s");
            }
            Thread.sleep(50);
        }
    }

    String ask(String order) throws InterruptedException {
        tell(order);
        return answer(order.split(" ")[0]);
    }

    void tell(String order) {
        orders.println(order);
    }

    void awaitEnd() throws InterruptedException {
        answer("closed");
        process.waitFor();
    }

    String answer(String word) throws InterruptedException {
        String answer = answers.poll(30, TimeUnit.SECONDS);
        if (answer == null || !answer.startsWith(word)) {
            throw new IllegalStateException(
                    "edge " + setting.name() + " should have said " + word + " but said " + answer);
        }
        return answer;
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("central KNOWN ")) {
                    central.answeredNanos.add(Long.parseLong(line.split(" ")[2]));
                } else if (line.startsWith("central ")) {
                    central.others.incrementAndGet();
                } else if (line.startsWith("alarm ")) {
                    System.out.println("   [" + setting.name() + "] " + line.split("[:.]")[0]);
                } else {
                    answers.add(line);
                }
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    String name() {
        return setting.name();
    }

    int port() {
        return setting.port();
    }

    CentralCalls central() {
        return central;
    }
}
