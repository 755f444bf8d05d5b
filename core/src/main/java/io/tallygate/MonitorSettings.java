package io.tallygate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a gate watches the use of credentials that the directory has a record of. Checked by
 * {@link TallygateBuilder#build()}.
 *
 * @param every how often uses are looked over for anomalies and sent to the directory; [1 s, 1 h]
 * @param lookEvery how often, at most, the time and the network of a permitted request of one credential are looked at;
 *     the rest are only counted. Zero looks at each, which costs what it costs to find the caller's address;
 *     [0, every]
 * @param maxCredentials how many are watched; requests of others are decided like these but neither counted nor watched;
 *     each takes about 1 KiB; [1, 1,000,000]
 * @param anomalies what is unlike before, and what to do then
 */
public record MonitorSettings(Duration every, Duration lookEvery, int maxCredentials, AnomalySettings anomalies) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Every minute, looking at one request a second, for 100,000 credentials. */
    public static MonitorSettings standard() {
        return new MonitorSettings(Duration.ofMinutes(1), Duration.ofSeconds(1), 100_000, AnomalySettings.standard());
    }

    /** The same at another pace. */
    public MonitorSettings every(Duration interval) {
        return new MonitorSettings(interval, lookEvery, maxCredentials, anomalies);
    }

    /** The same, looking at requests more or less often. */
    public MonitorSettings lookEvery(Duration pause) {
        return new MonitorSettings(every, pause, maxCredentials, anomalies);
    }

    /** The same for another number of credentials. */
    public MonitorSettings maxCredentials(int most) {
        return new MonitorSettings(every, lookEvery, most, anomalies);
    }

    /** Changes the rules of anomalies. */
    public MonitorSettings anomalies(UnaryOperator<AnomalySettings> change) {
        return new MonitorSettings(every, lookEvery, maxCredentials, change.apply(anomalies));
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Bounds.check(faults, "monitor.every", every, Duration.ofSeconds(1), LONGEST);
        Bounds.check(faults, "monitor.lookEvery", lookEvery, Duration.ZERO, every);
        Bounds.check(faults, "monitor.maxCredentials", maxCredentials, 1, 1_000_000);
        faults.addAll(anomalies.faults());
        return faults;
    }
}
