package io.tallygate.quota.plan;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanBookTest {
    private static final Plan STARTER = Plan.named("starter").included(12_000).overage("0.05 USD", 10);
    private static final Plan STARTER_2 = STARTER.version(2).included(15_000);
    private static final Plan PRO = Plan.named("pro").version(7).fee("99 USD");

    private final PlanBook book = PlanBook.of(STARTER_2, PRO, STARTER);

    @Test
    void findsTheHighestVersionOfAPlan() {
        assertThat(book.current("starter")).hasValue(STARTER_2);
        assertThat(book.current("pro")).hasValue(PRO);
    }

    @Test
    void findsOlderVersionsByNumber() {
        assertThat(book.find("starter", 1)).hasValue(STARTER);
        assertThat(book.find("starter", 2)).hasValue(STARTER_2);
    }

    @Test
    void findsNothingUnderUnknownNamesAndVersions() {
        assertThat(book.current("gold")).isEmpty();
        assertThat(book.find("gold", 1)).isEmpty();
        assertThat(book.find("starter", 3)).isEmpty();
        assertThat(PlanBook.of().current("starter")).isEmpty();
    }

    @Test
    void listsPlansByNameAndVersion() {
        assertThat(book.plans()).containsExactly(PRO, STARTER, STARTER_2);
        assertThat(book.names()).containsExactly("pro", "starter");
        assertThat(book).hasToString("PlanBook[plan pro v7, plan starter v1, plan starter v2]");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> book.names().clear());
    }

    @Test
    void refusesTheSameVersionTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanBook.of(STARTER, PRO, STARTER.included(1)))
                .withMessage("plans do not fit together:\n"
                        + "  plan starter v1 is there twice; keep one, or give the other its own version");
    }

    @Test
    void refusesVersionsOfDifferentCalendars() {
        Plan moved = STARTER_2.monthly(ZoneId.of("Europe/Berlin"));

        assertThat(PlanBook.faults(List.of(STARTER, moved)))
                .containsExactly("plan starter v2 is billed by monthly/Europe/Berlin, but v1 by monthly/UTC;"
                        + " give both one calendar, or the plan another name");
    }

    @Test
    void tellsTheFaultsOfAllPlansAtOnce() {
        Plan mixed = PRO.overage("1 EUR", 1);
        Plan doubled = STARTER.rate("burst", 1, ofSeconds(1)).rate("burst", 2, ofSeconds(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanBook.of(mixed, doubled, doubled))
                .withMessageContainingAll(
                        "plan pro v7: prices are in EUR and USD",
                        "plan starter v1: 2 rates are named \"burst\"",
                        "plan starter v1 is there twice");
        assertThat(PlanBook.faults(List.of(mixed, doubled, doubled))).hasSize(4);
    }
}
