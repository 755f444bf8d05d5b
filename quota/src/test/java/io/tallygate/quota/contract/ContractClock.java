package io.tallygate.quota.contract;

import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The ledger's clock in the contract: it stands unless it is moved. */
final class ContractClock implements TimeSource {
    private final AtomicLong millis;

    ContractClock(Instant start) {
        millis = new AtomicLong(start.toEpochMilli());
    }

    Instant now() {
        return Instant.ofEpochMilli(millis.get());
    }

    void set(Instant instant) {
        millis.set(instant.toEpochMilli());
    }

    void advance(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    @Override
    public long epochMillis() {
        return millis.get();
    }

    @Override
    public long nanos() {
        return millis.get() * 1_000_000;
    }
}
