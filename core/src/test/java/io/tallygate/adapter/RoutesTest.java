package io.tallygate.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.Demand;
import io.tallygate.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final Demand BASE = Demand.of("base");
    private static final Demand REPORTS = Demand.of("reports").units(5);
    private static final Demand SECRET = Demand.of("secret");
    private static final Demand FREE = Demand.plain().uncounted();

    private final Routes routes = Routes.none()
            .with("/reports/*", REPORTS)
            .with("/health", FREE)
            .with("/reports/secret/*", SECRET)
            .with("/café", SECRET)
            .otherwise(BASE);

    @Test
    void mostSpecificPatternWinsWhateverTheOrder() {
        assertThat(routes.demandFor("/reports")).isSameAs(REPORTS);
        assertThat(routes.demandFor("/reports/")).isSameAs(REPORTS);
        assertThat(routes.demandFor("/reports/may/1")).isSameAs(REPORTS);
        assertThat(routes.demandFor("/reports/secret")).isSameAs(SECRET);
        assertThat(routes.demandFor("/reports/secret/1")).isSameAs(SECRET);
        assertThat(routes.demandFor("/reports/secrets")).isSameAs(REPORTS);
        assertThat(routes.demandFor("/reportsx")).isSameAs(BASE);
        assertThat(routes.demandFor("/health/")).isSameAs(FREE);
        assertThat(routes.demandFor("/health/x")).isSameAs(BASE);
        assertThat(routes.demandFor("/")).isSameAs(BASE);
        assertThat(routes.with("/reports/secret", FREE).demandFor("/reports/secret"))
                .isSameAs(FREE);
    }

    @Test
    void comparesDecoded() {
        assertThat(routes.demandFor("/%72eports/%20x")).isSameAs(REPORTS);
        assertThat(routes.demandFor("/caf%C3%A9")).isSameAs(SECRET);
        assertThat(routes.demandFor("/reports/a.b..c/...")).isSameAs(REPORTS);
    }

    @Test
    void otherSpellingMakesTheStrictestDemand() {
        List<String> spellings = List.of(
                "", "health", "//health", "/health//", "/./health", "/health;x", "/%2fhealth", "/health%2Ex", "/café");
        for (String spelling : spellings) {
            Demand strictest = routes.demandFor(spelling);
            assertThat(strictest.scopes())
                    .as(spelling)
                    .containsExactlyInAnyOrder(new Scope("base"), new Scope("reports"), new Scope("secret"));
            assertThat(strictest.units()).as(spelling).isEqualTo(5);
        }
    }

    @Test
    void withoutRoutesThereIsOneDemandForAnySpelling() {
        assertThat(Routes.none().otherwise(BASE).demandFor("/x/../y;z")).isSameAs(BASE);
        assertThat(Routes.none().demandFor("")).isSameAs(Demand.plain());
    }

    @Test
    void strictestOfUncountedRoutesIsUncounted() {
        Routes free = Routes.none().with("/a", FREE).otherwise(Demand.of("base").uncounted());
        assertThat(free.demandFor("//").counted()).isFalse();
    }

    @Test
    void refusesPatternsThatCannotBeMeant() {
        List<String> wrong = List.of(
                "",
                "x",
                "*",
                "/*",
                "/a/*/b",
                "/a*",
                "/a/",
                "/a//b",
                "/a/../b",
                "/a;b",
                "/a%20b",
                "/a?b",
                "/a#b",
                "/a\\b",
                "//*",
                "/a/./*",
                "/" + "x".repeat(1024));
        for (String pattern : wrong) {
            assertThatThrownBy(() -> Routes.none().with(pattern, BASE))
                    .as(pattern)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("route");
        }
        assertThatThrownBy(() -> routes.with("/health", BASE)).hasMessageContaining("there already");
        assertThatThrownBy(() -> routes.otherwise(SECRET)).isInstanceOf(IllegalStateException.class);
    }
}
