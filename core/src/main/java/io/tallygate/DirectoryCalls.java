package io.tallygate;

import java.util.Objects;
import java.util.function.Supplier;

/** How calls of the directory are made that nobody may wait for without end. */
interface DirectoryCalls {
    /** On this thread, for as long as it takes. */
    DirectoryCalls DIRECT = new DirectoryCalls() {
        @Override
        public <T> T make(Supplier<T> call) {
            return Objects.requireNonNull(call.get(), "the directory's answer");
        }
    };

    /**
     * Makes the call.
     *
     * @throws io.tallygate.spi.DirectoryUnavailableException when it took so long that it was given up meanwhile
     * @throws NullPointerException when the directory answers nothing
     */
    <T> T make(Supplier<T> call);
}
