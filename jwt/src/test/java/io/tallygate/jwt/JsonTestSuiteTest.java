package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** JSONTestSuite: what must be refused is, and what must be accepted is, but for duplicate names. */
class JsonTestSuiteTest {
    @Test
    void refusesAndAcceptsWhatItMust() throws IOException {
        Optional<Path> folder = Vectors.find("json/test_parsing");
        if (folder.isEmpty()) {
            return;
        }
        List<String> wronglyAccepted = new ArrayList<>();
        List<String> wronglyRefused = new ArrayList<>();
        int[] seen = new int[3];
        int accepted = 0;
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                boolean json = JsonReaderTest.isJson(Files.readAllBytes(file));
                seen["nyi".indexOf(name.charAt(0))]++;
                if (name.startsWith("n_") && json) {
                    wronglyAccepted.add(name);
                } else if (name.startsWith("y_") && !json) {
                    wronglyRefused.add(name);
                } else if (name.startsWith("i_") && json) {
                    accepted++;
                }
            }
        }
        assertThat(wronglyAccepted).isEmpty();
        assertThat(wronglyRefused)
                .containsExactlyInAnyOrder("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");
        assertThat(seen).containsExactly(188, 95, 35);
        System.out.printf(
                "JSONTESTSUITE refused=%d of=188 accepted=%d of=95 duplicates=2 free=%d of=35%n",
                seen[0], seen[1] - wronglyRefused.size(), accepted);
    }
}
