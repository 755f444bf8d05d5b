package io.tallygate.spi;

/** The one class that reads the process's clocks. */
enum SystemTime implements TimeSource {
    INSTANCE;

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
