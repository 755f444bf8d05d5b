package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.hmac.webhook.Webhooks;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tables of settings in the README name what there is, all of it and nothing else. */
@Tag("anywhere")
class ReadmeSettingsTest {
    private static final List<Class<?>> TABLES =
            List.of(HmacScheme.class, SigV4Scheme.class, Replays.class, EdgeKeys.class, Webhooks.class);
    private static final Pattern NAME = Pattern.compile("`([a-zA-Z]+)`");

    @Test
    void everySettingStandsInItsTable() throws Exception {
        int seen = 0;
        for (Class<?> type : TABLES) {
            Set<String> told = told(type);
            Set<String> settings = settings(type);
            assertThat(told).as(type.getSimpleName()).containsAll(settings);
            assertThat(publicNames(type)).as(type.getSimpleName()).containsAll(told);
            seen += settings.size();
        }
        assertThat(seen).isGreaterThanOrEqualTo(25);
    }

    /** The names in the first cells of the table that begins with the type's. */
    private static Set<String> told(Class<?> type) throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String head = "| `" + type.getSimpleName() + "` |";
        return readme.substring(readme.indexOf(head))
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> NAME.matcher(cell).results())
                .map(ReadmeSettingsTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(MatchResult found) {
        return found.group(1);
    }

    /** What gives another of the same type. */
    private static Set<String> settings(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getReturnType() == type && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of the type, and of the steps that lead to it. */
    private static Set<String> publicNames(Class<?> type) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(type.getMethods()).map(Method::getName).forEach(names::add);
        for (Class<?> step : type.getClasses()) {
            Arrays.stream(step.getMethods()).map(Method::getName).forEach(names::add);
        }
        return names;
    }
}
