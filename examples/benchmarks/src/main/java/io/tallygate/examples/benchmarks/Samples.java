package io.tallygate.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the iterations of one method said. */
final class Samples {
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    /** One iteration: its mean nanoseconds and allocated bytes for each operation. */
    void add(double meanNanos, double meanBytes) {
        nanos.add(meanNanos);
        bytes.add(meanBytes);
    }

    double nanos() {
        return median(nanos);
    }

    double bytes() {
        return median(bytes);
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
