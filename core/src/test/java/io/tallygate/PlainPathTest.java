package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathTest {
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
        assertThat(PlainPath.matches(target, PATTERNS)).isTrue();
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
        assertThat(PlainPath.matches(target, PATTERNS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/../admin",
                "/orders/..",
                "/orders/.",
                "/orders/./7",
                "/orders//7",
                "/orders/7//",
                "/orders/%2e%2e/admin",
                "/orders/%2E%2e",
                "/orders/%2fadmin",
                "/orders/%2F",
                "/orders/%5c..",
                "/orders/a\\b",
                "/orders/..;/admin",
                "/orders/a;b=c",
                "/orders/%3b",
                "/orders/%",
                "/orders/%2",
                "/orders/%zz",
                "/orders/%00",
                "/orders/%7f",
                "/orders/%252e",
                "/orders/a b",
                "/orders/\u00e9",
                "/orders/a#b",
                "/orders/%\uFF12\uFF10",
                "/orders/a%"
            })
    void matchesNoPathThatHasAnotherReading(String target) {
        assertThat(PlainPath.matches(target, PATTERNS)).isFalse();
        assertThat(PlainPath.matches(target, List.of("/*"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/b/"})
    void letsTheStarAtTheRootCoverAll(String target) {
        assertThat(PlainPath.matches(target, List.of("/*"))).isTrue();
    }
}
