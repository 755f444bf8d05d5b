package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of settings in the module's README. */
class SettingsTablesTest {
    private static final Path README = Path.of(System.getProperty("user.dir"), "README.md");
    private static final Pattern GROUP = Pattern.compile("`(?:\\w\\w+\\(\\w -> \\w\\.)?(\\w+)\\(\\w -> ");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void nameEverySettingAndNoOther() throws IOException {
        Map<String, Set<String>> settings = settings();

        assertThat(settings.values().stream().mapToInt(Set::size).sum()).isGreaterThan(40);
        assertThat(tables()).isEqualTo(settings);
    }

    /** By the method that changes them together; under "" the builder's own. */
    private static Map<String, Set<String>> settings() {
        Map<String, Set<String>> settings = new TreeMap<>();
        gather(TallygateBuilder.class, "", settings);
        return settings;
    }

    private static void gather(Class<?> type, String group, Map<String, Set<String>> settings) {
        Set<String> names = new TreeSet<>();
        settings.put(group, names);
        changersOf(type).forEach(method -> {
            Type parameter =
                    Stream.of(method.getGenericParameterTypes()).findFirst().orElse(void.class);
            boolean together =
                    parameter instanceof ParameterizedType change && change.getRawType() == UnaryOperator.class;
            if (together) {
                gather(
                        (Class<?>) ((ParameterizedType) parameter).getActualTypeArguments()[0],
                        method.getName(),
                        settings);
            }
            if (!together || !group.isEmpty()) {
                names.add(method.getName());
            }
        });
    }

    private static Stream<Method> changersOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getReturnType() == type)
                .filter(method ->
                        Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()));
    }

    private static Map<String, Set<String>> tables() throws IOException {
        Map<String, Set<String>> tables = new TreeMap<>();
        String group = "";
        for (String line : section("## Settings")) {
            Matcher heading = GROUP.matcher(line);
            if (heading.lookingAt()) {
                group = heading.group(1);
            } else if (line.startsWith("| `")) {
                Matcher name = NAME.matcher(line.substring(0, line.indexOf(" | ")));
                while (name.find()) {
                    tables.computeIfAbsent(group, none -> new TreeSet<>()).add(name.group(1));
                }
            }
        }
        return tables;
    }

    private static Iterable<String> section(String heading) throws IOException {
        return Files.readAllLines(README).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))::iterator;
    }
}
