package io.tallygate.examples.benchmarks;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One admission of a caller with a live session: who, may they, within the rate, counted, with an id. */
public class AdmitBenchmark {
    /** How many callers there are. */
    @State(Scope.Benchmark)
    public static class Crowd {
        @Param({"1", "100000"})
        int sessions;
    }

    /** What we do. */
    @State(Scope.Thread)
    public static class Ours {
        private Edge edge;

        @Setup
        public void open(Crowd crowd) throws IOException {
            edge = new Edge(crowd.sessions);
            settle();
        }

        @TearDown
        public void close() throws IOException {
            edge.close();
        }
    }

    /** What it takes at least. */
    @State(Scope.Thread)
    public static class Floor {
        private Keys keys;
        private HandWritten handWritten;

        @Setup
        public void open(Crowd crowd) throws Exception {
            keys = Keys.madeUp(crowd.sessions);
            handWritten = new HandWritten(keys.all());
            settle();
        }

        @TearDown
        public void close() throws Exception {
            handWritten.close();
        }
    }

    /** What one would do without us. */
    @State(Scope.Thread)
    public static class Libraries {
        private Keys keys;
        private Assembled assembled;

        @Setup
        public void open(Crowd crowd) {
            keys = Keys.madeUp(crowd.sessions);
            assembled = new Assembled(keys.all());
            settle();
        }

        @TearDown
        public void close() throws InterruptedException {
            assembled.close();
        }
    }

    /** Sessions live for hours, so they are long out of the collector's way when they are used. */
    private static void settle() {
        System.gc();
    }

    @Benchmark
    public Object ours(Ours ours) {
        return ours.edge.admit();
    }

    @Benchmark
    public Object limit(Floor floor) {
        HandWritten.Answer answer = floor.handWritten.admit(floor.keys.next());
        Check.that(answer != null);
        return answer;
    }

    @Benchmark
    public Object assembled(Libraries libraries) {
        Assembled.Served served = libraries.assembled.admit(libraries.keys.next());
        Check.that(served != null);
        return served;
    }
}
