package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The public surface of a module is the text in its {@code api.txt}, so that a review sees every change of it. Run the
 * tests with {@code -Dapi.update} to write the file anew.
 */
public abstract class PublicApiContract {
    private static final Path FILE = Path.of("api.txt");

    private final int leastTypes;

    /** With the least number of public types that the module is known to have. */
    protected PublicApiContract(int leastTypes) {
        this.leastTypes = leastTypes;
    }

    @Test
    void publicSurfaceIsTheOneInApiTxt() throws IOException {
        PublicApi api = PublicApi.of(Compiled.moduleUnderTest(), getClass().getClassLoader());
        assertThat(api.size()).as("public types looked at").isGreaterThanOrEqualTo(leastTypes);
        List<String> now = api.lines();
        if (System.getProperty("api.update") != null) {
            Files.write(FILE, now);
        }
        List<String> written = Files.exists(FILE) ? Files.readAllLines(FILE) : List.of();
        assertThat(difference(written, now))
                .as("api.txt differs from the code. If the change is meant, run: mvn test -Dapi.update "
                        + "-Dtest=PublicApiTest, then commit api.txt and a line in CHANGELOG.md")
                .isEmpty();
    }

    /** A line diff (longest common subsequence); lines that went begin with a minus, new ones with a plus. */
    static List<String> difference(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> changes = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                i++;
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                changes.add("- " + before.get(i++));
            } else {
                changes.add("+ " + after.get(j++));
            }
        }
        return changes;
    }
}
