package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Test vectors may be left out, but then it is said; when they are promised, they must be there. */
class VectorsTest {
    @Test
    void promisedVectorsAreThere() throws IOException {
        String folder = System.getProperty("tallygate.vectors");
        if (folder == null) {
            System.out.println("VECTORS absent");
            return;
        }
        assertThat(Path.of(folder)).as("-Dtallygate.vectors").isDirectory();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            assertThat(files.filter(Files::isRegularFile).count())
                    .as("files in %s", folder)
                    .isPositive();
        }
    }
}
