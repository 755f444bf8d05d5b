package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;

/** Public test vectors, which stay outside the project: absent when nobody says where, missing when they are not there. */
public final class Vectors {
    private Vectors() {}

    /** What stands there, below the folder that is said by {@code -Dtallygate.vectors}. */
    public static Optional<Path> find(String path) {
        String folder = System.getProperty("tallygate.vectors");
        if (folder == null) {
            System.out.println("VECTORS absent");
            return Optional.empty();
        }
        Path found = Path.of(folder, path);
        assertThat(found).as("-Dtallygate.vectors").exists();
        return Optional.of(found);
    }
}
