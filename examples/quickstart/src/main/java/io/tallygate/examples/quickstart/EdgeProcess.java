package io.tallygate.examples.quickstart;

import static io.tallygate.examples.quickstart.Screen.say;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The demo's hold on one edge's JVM. */
final class EdgeProcess {
    private static final List<String> OPTIONS = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC", // it lives for half a minute and shares two cores with three others:
            "-XX:TieredStopAtLevel=1", // starting fast is worth more than running fast
            "-Dsun.net.httpserver.nodelay=true"); // or each answer waits 40 ms for an acknowledgement
    private static final int PATIENCE_SECONDS = 30;

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
        private final Queue<Long> answeredNanos = new ConcurrentLinkedQueue<>();
        private final AtomicLong others = new AtomicLong();

        /** How long those took that were answered. */
        List<Long> answeredNanos() {
            return List.copyOf(answeredNanos);
        }

        long count() {
            return answeredNanos.size() + others.get();
        }
    }

    static EdgeProcess start(Edge.Setting setting) throws IOException {
        return start(setting, new CentralCalls());
    }

    private static EdgeProcess start(Edge.Setting setting, CentralCalls central) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Edge.class.getName()));
        command.addAll(setting.args());
        Process process = new ProcessBuilder(command)
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

    /** Waits until the edge serves. */
    void awaitReady() throws InterruptedException {
        answer("up");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!ask("ready").equals("ready true")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("edge " + name() + " was not ready within " + PATIENCE_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Gives an order and waits for the answer, which begins with the order's first word. */
    String ask(String order) throws InterruptedException {
        order(order);
        return answer(order.split(" ")[0]);
    }

    /** Gives an order whose {@link #answer} is waited for later. */
    void order(String order) {
        orders.println(order);
    }

    /** Waits for the answer that begins with that word. */
    String answer(String word) throws InterruptedException {
        String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null || !answer.startsWith(word)) {
            throw new IllegalStateException("edge " + name() + " should have said " + word + " but said " + answer);
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
                    say("   [%s] %s", name(), line.split("[:.]")[0]);
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
