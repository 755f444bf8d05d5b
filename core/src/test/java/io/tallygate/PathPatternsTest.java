package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternsTest {
    private static final List<String> PATTERNS = List.of("/status", "/orders/*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/status",
                "/status?a=b/../c",
                "/orders/",
                "/orders/7",
                "/orders/7/items",
                "/orders/a%20b",
                "/orders/...",
                "/orders/.hidden",
                "/orders/a.b",
                "/orders/%c3%a9",
                "/orders/7?x=%zz;//"
            })
    void matchesExactPathsAndWhatIsBelow(String target) {
        assertThat(PathPatterns.matches(target, PATTERNS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/status/",
                "/statu",
                "/statuss",
                "/orders",
                "/ordersx",
                "/other",
                "",
                "*",
                "status",
                "?",
                "http://a/status",
                "//status",
                "/Status"
            })
    void doesNotMatchOtherPaths(String target) {
        assertThat(PathPatterns.matches(target, PATTERNS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/orders/../admin", "/orders//7", "/orders/%2fadmin", "/orders/a;b", "/orders/%C0%AE%C0%AE/admin"
            })
    void matchesNoPathThatHasAnotherReading(String target) {
        assertThat(PathPatterns.matches(target, PATTERNS)).isFalse();
        assertThat(PathPatterns.matches(target, List.of("/*"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/b/"})
    void letsTheStarAtTheRootCoverAll(String target) {
        assertThat(PathPatterns.matches(target, List.of("/*"))).isTrue();
    }
}
