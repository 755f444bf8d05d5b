package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles; what can run without a network runs, and does what it says. */
class ReadmeTest {
    private static final Pattern SNIPPET =
            Pattern.compile("<!-- snippet: (\\w+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n");
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
        String readme = Files.readString(Path.of(System.getProperty("user.dir"), "README.md"));
        List<MatchResult> snippets = SNIPPET.matcher(readme).results().toList();

        assertThat(snippets).extracting(it -> it.group(1)).containsExactly("keys", "jwks", "test");
        assertThat(JAVA_BLOCK.matcher(readme).results().count()).isEqualTo(3);
        String source = IMPORTS + "public final class Readme {\n"
                + method("keys", "String jwkSet", snippets.get(0).group(2))
                + method("jwks", "", snippets.get(1).group(2))
                + method("test", "", snippets.get(2).group(2)) + "}";
        compile(Files.writeString(directory.resolve("Readme.java"), source))
                .getMethod("test")
                .invoke(null);
    }

    private static String method(String name, String parameters, String body) {
        return "public static void " + name + "(" + parameters + ") throws Exception {\n" + body + "}\n";
    }

    private Class<?> compile(Path source) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        String classPath = System.getProperty("java.class.path");
        String target = directory.toString();
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, null, complaints, "-proc:none", "-cp", classPath, "-d", target, source.toString());
        assertThat(exit).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
        URL[] compiled = {directory.toUri().toURL()};
        return new URLClassLoader(compiled, ReadmeTest.class.getClassLoader()).loadClass("Readme");
    }
}
