package io.tallygate.hmac.client;

import io.tallygate.spi.TimeSource;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** The wall time of a server, as far as its answers have told it: this machine's and an offset. Thread-safe. */
final class ServerTime implements TimeSource {
    /** A {@code Date} says the second; its middle is off by no more than half of one. */
    private static final long HALF_A_SECOND = 500;

    private static final long MOST_OFFSET = 86_400_000;

    private final TimeSource machine;
    private volatile long offset;

    ServerTime(TimeSource machine) {
        this.machine = machine;
    }

    @Override
    public long epochMillis() {
        return machine.epochMillis() + offset;
    }

    @Override
    public long nanos() {
        return machine.nanos();
    }

    /**
     * Learns from an answer that has just come.
     *
     * @param date its {@code Date} (RFC 9110, 6.6.1)
     * @return whether it could be read, and is within a day of this machine's time
     */
    boolean learn(String date) {
        try {
            long there = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date))
                    .toEpochMilli();
            long apart = there + HALF_A_SECOND - machine.epochMillis();
            if (Math.abs(apart) > MOST_OFFSET) {
                return false;
            }
            offset = apart;
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
