package io.tallygate.examples.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Under what circumstances was measured.
 *
 * @param load how many processes wanted a processor in the minute before the run; negative when unknown. More than a
 *     fraction means that the figures are blurred
 */
record Run(Instant at, String jdk, int processors, double load, Pace pace) {
    static Run begin(Pace pace) {
        return new Run(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                pace);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "RUN %s jdk=%s processors=%d load=%.1f; medians of the iterations' means; %s;"
                        + " admit, jwt, hmac and limiter by CPU time of all Java threads, the others by wall time",
                at,
                jdk,
                processors,
                load,
                pace);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"at\":\"%s\",\"jdk\":\"%s\",\"processors\":%d,\"load\":%.1f,"
                        + "\"forks\":%d,\"iterations\":%d,\"iterationMillis\":%d}",
                at,
                jdk,
                processors,
                load,
                pace.rounds(),
                pace.iterations(),
                pace.iterationMillis());
    }
}
