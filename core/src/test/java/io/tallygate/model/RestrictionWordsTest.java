package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictionWordsTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    /** One of each kind, in every form that a kind has. */
    private static final List<Restriction> ALL = List.of(
            Restriction.Networks.of("2001:db8::/32", "10.0.0.0/8", "192.0.2.1"),
            new Restriction.Methods(Set.of("POST", "GET")),
            new Restriction.Paths(List.of("/b", "/a/*", "/b")),
            new Restriction.During(NEW_YEAR, NEW_YEAR.plusNanos(1_000_000)),
            new Restriction.During(Instant.MIN, Instant.MAX),
            new Restriction.MaxUses("grant-1", 10, Restriction.MaxUses.Exactness.PER_EDGE),
            new Restriction.MaxUses("grant-1", 1, Restriction.MaxUses.Exactness.EXACT));

    @Test
    void areTheKindAndThenWhatItSays() {
        assertThat(ALL.stream().map(restriction -> String.join(" ", restriction.words())))
                .containsExactly(
                        "networks 10.0.0.0/8 192.0.2.1/32 2001:db8::/32",
                        "methods GET POST",
                        "paths /b /a/* /b",
                        "during 2026-01-01T00:00:00Z 2026-01-01T00:00:00.001Z",
                        "during -1000000000-01-01T00:00:00Z +1000000000-12-31T23:59:59.999999999Z",
                        "max-uses grant-1 10 PER_EDGE",
                        "max-uses grant-1 1 EXACT");
    }

    @Test
    void giveTheRestrictionBack() {
        assertThat(ALL.stream().map(restriction -> Restriction.of(restriction.words())))
                .isEqualTo(ALL);
    }

    @Test
    void areThereForEveryKind() {
        Set<Class<?>> kinds = Set.of(Restriction.class.getPermittedSubclasses());
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(5);
        assertThat(ALL.stream().map(Object::getClass)).containsAll(kinds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "networks",
                "networks 10.0.0.0/8 10.0.0.0/8",
                "networks 192.0.2.1/32 10.0.0.0/8",
                "networks 192.0.2.1",
                "networks 2001:DB8::/32",
                "networks 10.0.0.1/8",
                "methods",
                "methods POST GET",
                "methods GET GET",
                "methods get",
                "paths",
                "paths a",
                "during 2026-01-01T00:00:00Z",
                "during 2026-01-01T00:00:00Z 2026-01-02T00:00:00Z 2026-01-03T00:00:00Z",
                "during 2026-01-02T00:00:00Z 2026-01-01T00:00:00Z",
                "during 2026-01-01T00:00:00.0Z 2026-01-02T00:00:00Z",
                "during 2026-01-01t00:00:00Z 2026-01-02T00:00:00Z",
                "during now later",
                "max-uses grant-1 10",
                "max-uses grant-1 010 EXACT",
                "max-uses grant-1 +1 EXACT",
                "max-uses grant-1 10 exact",
                "max-uses grant-1 ten EXACT",
                "Methods GET",
                "weekdays mon",
            })
    void areRefusedInEveryOtherForm(String words) {
        assertThatIllegalArgumentException().isThrownBy(() -> Restriction.of(Arrays.asList(words.split(" "))));
    }

    @Test
    void areAtLeastOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> Restriction.of(List.of()));
    }
}
