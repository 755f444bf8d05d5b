package io.tallygate.examples.benchmarks;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.spi.Tab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Counts one request so that the death of the process does not lose it. */
public class CountBenchmark {
    private static final int RECORD = 32;

    /** The meter's counter in mapped memory. */
    @State(Scope.Thread)
    public static class Ours {
        private final long epochMillis = System.currentTimeMillis();
        private final long nanos = System.nanoTime();
        private Edge edge;
        private Tab tab;

        @Setup
        public void open() throws IOException {
            edge = new Edge(1);
            tab = edge.unlimitedTab();
        }

        @TearDown
        public void close() throws IOException {
            edge.close();
        }

        Decision charge() {
            Decision decision = tab.charge(Demand.plain(), null, epochMillis, nanos);
            Check.that(decision.permitted());
            return decision;
        }
    }

    /** A counter that is lost with the process. */
    @State(Scope.Benchmark)
    public static class Heap {
        final AtomicLong counter = new AtomicLong();
    }

    /** A record for each request, appended to a Chronicle Queue. */
    @State(Scope.Thread)
    public static class Chronicle {
        private Path directory;
        private ChronicleQueue queue;
        private ExcerptAppender appender;
        private long sequence;

        /** Begins anew, because a queue grows by hundreds of megabytes a second. */
        @Setup(Level.Iteration)
        public void open() throws IOException {
            directory = Files.createTempDirectory("bench-chronicle");
            queue = ChronicleQueue.singleBuilder(directory).build();
            appender = queue.createAppender();
        }

        @TearDown(Level.Iteration)
        public void close() throws IOException {
            appender.close();
            queue.close();
            Folder.delete(directory);
        }

        void append() {
            try (DocumentContext document = appender.writingDocument()) {
                var bytes = document.wire().bytes();
                bytes.writeLong(sequence++).writeLong(1).writeLong(2).writeLong(3);
            }
        }
    }

    /** A record for each request, written to a file. */
    @State(Scope.Thread)
    public static class Channel {
        private Path file;
        private FileChannel channel;
        private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD);
        private long sequence;

        @Setup(Level.Iteration)
        public void open() throws IOException {
            file = Files.createTempFile("bench", ".log");
            channel = FileChannel.open(file, StandardOpenOption.APPEND);
        }

        @TearDown(Level.Iteration)
        public void close() throws IOException {
            channel.close();
            Files.delete(file);
        }

        void append() throws IOException {
            record.clear().putLong(0, sequence++);
            Check.that(channel.write(record) == RECORD);
        }
    }

    @Benchmark
    public Decision ours(Ours ours) {
        return ours.charge();
    }

    @Benchmark
    public long limit(Heap heap) {
        return heap.counter.getAndAdd(1);
    }

    @Benchmark
    public void chronicle(Chronicle chronicle) {
        chronicle.append();
    }

    @Benchmark
    public void fileChannel(Channel channel) throws IOException {
        channel.append();
    }
}
