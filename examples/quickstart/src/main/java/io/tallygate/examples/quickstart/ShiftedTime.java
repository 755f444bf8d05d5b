package io.tallygate.examples.quickstart;

import io.tallygate.spi.TimeSource;

/** Wall time that can be put forward; elapsed time goes on as it does. */
final class ShiftedTime implements TimeSource {
    private volatile long shiftMillis;

    void forward(long millis) {
        shiftMillis = millis;
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis() + shiftMillis;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
