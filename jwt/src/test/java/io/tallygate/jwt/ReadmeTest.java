package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.Snippets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles; what can run without a network runs, and does what it says. */
class ReadmeTest {
    private static final String IMPORTS = """
            import io.tallygate.*;
            import io.tallygate.jwt.*;
            import io.tallygate.jwt.testing.*;
            import io.tallygate.model.*;
            import io.tallygate.testing.*;
            import java.net.URI;
            import java.nio.file.Path;
            import java.time.*;
            """;

    @TempDir
    Path directory;

    @Test
    void everySnippetCompilesAndTheTestRuns() throws Exception {
        Snippets readme = Snippets.in(Path.of(System.getProperty("user.dir"), "README.md"), IMPORTS);

        assertThat(readme.names()).containsExactly("keys", "jwks", "test");
        assertThat(readme.javaBlocks()).isEqualTo(3);
        readme.compile("keys", "String jwkSet", "gate", directory);
        readme.compile("jwks", "", "null", directory);
        readme.compile("test", "", "null", directory).invoke(null);
    }
}
