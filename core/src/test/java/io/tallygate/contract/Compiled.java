package io.tallygate.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Class files to look at: those of the module under test, or sources given as text, on which the rules are tried. */
final class Compiled {
    private final Path folder;
    private final List<String> sources = new ArrayList<>();

    Compiled(Path folder) {
        this.folder = folder;
    }

    /** Where the build put the classes of the module; an IDE, which does not say, puts them in the usual folder. */
    static Path moduleUnderTest() {
        return Path.of(System.getProperty("tallygate.classes", "target/classes"));
    }

    /** Adds a source; the path is that of the file, such as {@code io/tallygate/model/Scope.java}. */
    Compiled with(String path, String source) throws IOException {
        Path file = folder.resolve("src").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        sources.add(file.toString());
        return this;
    }

    Path classes(String... options) {
        Path out = folder.resolve("classes");
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "17", "-d", out.toString()));
        arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        arguments.addAll(List.of(options));
        arguments.addAll(sources);
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (result != 0) {
            throw new IllegalStateException("the sources do not compile");
        }
        return out;
    }
}
