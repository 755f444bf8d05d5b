package io.tallygate.jwt;

/** Keys that never change. */
record FixedRing(KeyRing keys) implements KeySource {
    @Override
    public boolean missing(String keyId) {
        return false;
    }

    @Override
    public void close() {}
}
