package io.tallygate.examples.quickstart;

import io.tallygate.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;

/** What the secrets of app keys are sealed with: a file that the centre and the edges have, and the database has not. */
final class SealingKey {
    static final String LABEL = "demo";
    private static final int BYTES = 32;

    private SealingKey() {}

    /** Draws a new one. */
    static Supplier<Secret> drawnInto(Path directory) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Files.write(file(directory), key);
        return in(directory);
    }

    /** The one that was drawn. */
    static Supplier<Secret> in(Path directory) {
        return () -> {
            try {
                return Secret.of(Files.readAllBytes(file(directory)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static Path file(Path directory) {
        return directory.resolve("sealing-key");
    }
}
