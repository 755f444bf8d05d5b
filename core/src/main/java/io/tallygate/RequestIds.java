package io.tallygate;

import io.tallygate.model.RequestId;
import java.util.concurrent.atomic.AtomicLong;

/** Names requests that no ledger counts: a random number of the gate's, and one serial number after the other. */
final class RequestIds {
    private final long incarnation;
    private final AtomicLong serial = new AtomicLong();

    RequestIds(long random) {
        this.incarnation = random & RequestId.INCARNATION_MASK;
    }

    long nextSerial() {
        return serial.incrementAndGet();
    }

    RequestId id(long number) {
        return RequestId.uncounted(incarnation, number);
    }

    RequestId next() {
        return id(nextSerial());
    }
}
