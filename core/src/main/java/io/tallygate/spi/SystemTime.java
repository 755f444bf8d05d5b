package io.tallygate.spi;

/** The one class that reads the process's clocks. */
final class SystemTime implements TimeSource {
    private final WallTime wall = new WallTime(System::currentTimeMillis, System.nanoTime());

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long epochMillis(long nanos) {
        return wall.at(nanos);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
