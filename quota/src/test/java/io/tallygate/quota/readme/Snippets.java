package io.tallygate.quota.readme;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The Java snippets of a Markdown page, by the name in the comment before each, and their compiler. */
final class Snippets {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- snippet: (\\w+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);

    private static final String IMPORTS = """
            import io.tallygate.*;
            import io.tallygate.apikey.*;
            import io.tallygate.directory.*;
            import io.tallygate.model.*;
            import io.tallygate.quota.*;
            import io.tallygate.quota.ledger.*;
            import io.tallygate.quota.plan.*;
            import io.tallygate.quota.testing.*;
            import io.tallygate.servlet.*;
            import io.tallygate.spi.*;
            import io.tallygate.testing.*;
            import jakarta.servlet.ServletContext;
            import java.nio.file.Path;
            import java.time.*;
            """;

    private final Map<String, String> bodies;
    private final int javaBlocks;

    private Snippets(Map<String, String> bodies, int javaBlocks) {
        this.bodies = bodies;
        this.javaBlocks = javaBlocks;
    }

    static Snippets in(Path page) throws IOException {
        String text = Files.readString(page);
        Map<String, String> bodies = new LinkedHashMap<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            bodies.put(matcher.group(1), matcher.group(2));
        }
        return new Snippets(bodies, (int)
                Pattern.compile("```java\\n").matcher(text).results().count());
    }

    List<String> names() {
        return List.copyOf(bodies.keySet());
    }

    /** How many Java blocks the page has, named or not. */
    int javaBlocks() {
        return javaBlocks;
    }

    /** Compiles a snippet as the body of a static method of that signature, into a fresh class. */
    Method compile(String name, String parameters, String result, Path directory) {
        String className = "Readme" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        String source = IMPORTS + "public final class " + className + " {\n  public static Object run(" + parameters
                + ") throws Exception {\n" + bodies.get(name) + "\nreturn " + result + ";\n}\n}\n";
        try {
            Path file = Files.writeString(directory.resolve(className + ".java"), source);
            compile(file, directory);
            ClassLoader loader =
                    new URLClassLoader(new URL[] {directory.toUri().toURL()}, Snippets.class.getClassLoader());
            for (Method method : loader.loadClass(className).getMethods()) {
                if (method.getName().equals("run")) {
                    return method;
                }
            }
            throw new IllegalStateException("no run in " + className);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compile(Path file, Path directory) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-d",
                directory.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
                .call();
        if (!compiled) {
            throw new AssertionError("README snippet does not compile:\n" + complaints);
        }
    }
}
