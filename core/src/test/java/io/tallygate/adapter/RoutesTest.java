package io.tallygate.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.Demand;
import io.tallygate.model.Scope;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
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
                "",
                "*",
                "health",
                "//health",
                "/health//",
                "/./health",
                "/x/../health",
                "/health/..",
                "/health/.",
                "/health;x",
                "/%2fhealth",
                "/health%2F",
                "/%2e/health",
                "/x/%2E%2e/health",
                "/health%5c",
                "/\\health",
                "/health%00",
                "/health%0a",
                "/%25%36%38ealth",
                "/health%",
                "/health%4",
                "/health%zz",
                "/caf%C3",
                "/caf%E9",
                "/café",
                "/health%3Fx",
                "/health%23",
                "/health#x",
                "/health%3bx");
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

    /** Whatever is plain is read alike by a decoder that is not ours, and hides no segment. */
    @Test
    void plainPathsHaveOneReading() {
        String[] pieces = {"/", "a", "b", ".", "%2e", "%2F", "%41", ";", "\\", "%5C", "%C3%A9", "%", "%00", "%25"};
        Random random = new Random(7);
        int plain = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder raw = new StringBuilder("/");
            for (int length = random.nextInt(6); length > 0; length--) {
                raw.append(pieces[random.nextInt(pieces.length)]);
            }
            String read = RoutePath.of(raw.toString());
            if (read != null) {
                plain++;
                String decoded = URLDecoder.decode(raw.toString(), StandardCharsets.UTF_8);
                assertThat(decoded).as(raw.toString()).isIn(read, read + "/");
                assertThat((read + "/").replace("//", "/")).doesNotContain("/./", "/../");
                assertThat(read).doesNotContain("//", "%", ";", "\\", "\0");
            }
        }
        assertThat(plain).isBetween(5_000, 40_000);
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
