package io.tallygate.contract;

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

/**
 * The Java snippets of a Markdown page, by the name in the comment before each, and their compiler: what a README shows
 * compiles, and what can run is run by the module's test.
 */
public final class Snippets {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- snippet: (\\w+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);

    private final String imports;
    private final Map<String, String> bodies;
    private final int javaBlocks;

    private Snippets(String imports, Map<String, String> bodies, int javaBlocks) {
        this.imports = imports;
        this.bodies = bodies;
        this.javaBlocks = javaBlocks;
    }

    /**
     * Reads a page.
     *
     * @param imports the lines before each snippet that the page does not show
     */
    public static Snippets in(Path page, String imports) throws IOException {
        String text = Files.readString(page);
        Map<String, String> bodies = new LinkedHashMap<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            bodies.put(matcher.group(1), matcher.group(2));
        }
        return new Snippets(imports, bodies, (int)
                Pattern.compile("```java\\n").matcher(text).results().count());
    }

    /** The names of the snippets, in the order of the page. */
    public List<String> names() {
        return List.copyOf(bodies.keySet());
    }

    /** How many Java blocks the page has, named or not. */
    public int javaBlocks() {
        return javaBlocks;
    }

    /**
     * Compiles a snippet as the body of a static method of that signature, into a fresh class.
     *
     * @param result the expression that the method returns behind the snippet
     * @param directory where source and class may stand
     */
    public Method compile(String name, String parameters, String result, Path directory) {
        String className = "Readme" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        String source = imports + "public final class " + className + " {\n  public static Object run(" + parameters
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
