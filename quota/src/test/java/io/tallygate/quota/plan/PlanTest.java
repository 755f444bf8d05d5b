package io.tallygate.quota.plan;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tallygate.limit.RateLimit;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanTest {
    private static final Plan STARTER = Plan.named("starter")
            .rate("burst", 20, ofSeconds(1))
            .included(12_000)
            .overage("0.05 USD", 10);

    @Test
    void billsTwelveThousandIncludedAndFiveCentsForEveryTenMore() {
        assertThat(STARTER.cost("requests", 12_000)).hasValue(Money.parse("0 USD"));
        assertThat(STARTER.cost("requests", 12_340)).hasValue(Money.parse("1.70 USD"));
        assertThat(STARTER.cost("requests", 12_341)).hasValue(Money.parse("1.75 USD"));
    }

    @Test
    void isVersionOneByTheMonthInUtcWithoutTermsUnlessToldOtherwise() {
        Plan plan = Plan.named("bare");

        assertThat(plan.name()).isEqualTo("bare");
        assertThat(plan.version()).isEqualTo(1);
        assertThat(plan.calendar()).isEqualTo(BillingCalendar.monthly(ZoneOffset.UTC));
        assertThat(plan.rounding()).isEqualTo(PackageRounding.EACH_STARTED);
        assertThat(plan.rates()).isEmpty();
        assertThat(plan.meters()).isEmpty();
        assertThat(plan.fee()).isEmpty();
        assertThat(plan.faults()).isEmpty();
        assertThat(plan).hasToString("plan bare v1");
    }

    @Test
    void chargesNothingForAMeterWithoutPrice() {
        Plan plan = Plan.named("free").included(100);

        assertThat(plan.cost("requests", 1_000)).isEmpty();
        assertThat(plan.overage("requests")).isEmpty();
        assertThat(plan.included("elsewhere")).isZero();
        assertThat(plan.faults()).isEmpty();
    }

    @Test
    void includesNothingOfAMeterThatOnlyHasAPrice() {
        Plan plan = Plan.named("metered").overage("0.01 EUR", 1);

        assertThat(plan.cost("requests", 3)).hasValue(Money.parse("0.03 EUR"));
    }

    @Test
    void keepsSeveralMetersApart() {
        Plan plan =
                STARTER.included("exports", 5).overage("exports", "2 USD", 1).included("logins", 7);

        assertThat(plan.meters()).containsExactly("exports", "logins", "requests");
        assertThat(plan.included("exports")).isEqualTo(5);
        assertThat(plan.included("requests")).isEqualTo(12_000);
        assertThat(plan.cost("exports", 7)).hasValue(Money.parse("4 USD"));
    }

    @Test
    void roundsPackagesOfAllMetersByOneRuleWheneverItIsSaid() {
        Plan plan = Plan.named("fair")
                .overage("0.05 USD", 10)
                .rounding(PackageRounding.FULL_ONLY)
                .overage("exports", "1 USD", 4);

        assertThat(plan.cost("requests", 19)).hasValue(Money.parse("0.05 USD"));
        assertThat(plan.cost("exports", 7)).hasValue(Money.parse("1 USD"));
        assertThat(plan.overage("exports").orElseThrow().rounding()).isEqualTo(PackageRounding.FULL_ONLY);
    }

    @Test
    void addsRatesOfEachScopeInOrder() {
        Plan plan = STARTER.ratePerKey("key", 10, ofSeconds(1))
                .ratePerRoute("route", 30, ofMinutes(1))
                .ratePerAddress("address", 5, ofSeconds(1))
                .rate(RateLimit.of("slow", 60, ofMinutes(1)).withBurst(3), RateScope.KEY);

        assertThat(plan.rates())
                .containsExactly(
                        new PlanRate(RateLimit.of("burst", 20, ofSeconds(1)), RateScope.ACCOUNT),
                        new PlanRate(RateLimit.of("key", 10, ofSeconds(1)), RateScope.KEY),
                        new PlanRate(RateLimit.of("route", 30, ofMinutes(1)), RateScope.ROUTE),
                        new PlanRate(RateLimit.of("address", 5, ofSeconds(1)), RateScope.ADDRESS),
                        new PlanRate(new RateLimit("slow", 60, ofMinutes(1), 3), RateScope.KEY));
    }

    @Test
    void writesTheNextVersionAsItsDifference() {
        Plan second = STARTER.version(2)
                .included(15_000)
                .overage("0.04 USD", 10)
                .withoutRate("burst")
                .rate("burst", 40, ofSeconds(1))
                .fee("9 USD");

        assertThat(second.included("requests")).isEqualTo(15_000);
        assertThat(second.rates()).hasSize(1);
        assertThat(second.fee()).hasValue(Money.parse("9.00 USD"));
        assertThat(second.faults()).isEmpty();
        assertThat(second).hasToString("plan starter v2").isNotEqualTo(STARTER);
        assertThat(STARTER.included("requests")).isEqualTo(12_000);
        assertThat(STARTER.rates()).hasSize(1);
        assertThat(STARTER.fee()).isEmpty();
    }

    @Test
    void cannotBeChangedThroughWhatItHandsOut() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> STARTER.rates().clear());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> STARTER.meters().clear());
    }

    @Test
    void isEqualToAPlanOfTheSameTerms() {
        Plan same = Plan.named("starter")
                .overage("0.050 USD", 10)
                .included(12_000)
                .rate("burst", 20, ofSeconds(1))
                .monthly(ZoneId.of("UTC"));

        assertThat(same).isEqualTo(STARTER).hasSameHashCodeAs(STARTER);
        assertThat(same.monthly(ZoneId.of("Asia/Tokyo"))).isNotEqualTo(STARTER);
        assertThat(same.fee("1 USD")).isNotEqualTo(STARTER);
        assertThat(same).isNotEqualTo("plan starter v1");
    }

    @Test
    void tellsAllFaultsAtOnceEachWithItsRemedy() {
        Plan plan = STARTER.ratePerKey("burst", 5, ofSeconds(1))
                .overage("exports", "1 EUR", 1)
                .fee("900 JPY");

        assertThat(plan.faults())
                .containsExactly(
                        "plan starter v1: 2 rates are named \"burst\"; give each its own name, for clients tell them"
                                + " apart by it",
                        "plan starter v1: prices are in EUR and JPY and USD; write the fee and all prices in one"
                                + " currency");
    }

    @Test
    void tellsThatARoundingHasNothingToRound() {
        assertThat(Plan.named("free").rounding(PackageRounding.PRO_RATA).faults())
                .containsExactly("plan free v1: rounding has no price to round; add an overage or leave rounding out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Starter", "1st", "a b", "a/b", "ä"})
    void refusesMalformedNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.named(name))
                .withMessage("name of a plan must match [a-z][a-z0-9_.-]{0,63}, was \"" + name + "\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STARTER.included(name, 1))
                .withMessageStartingWith("name of a meter must match");
        assertThatIllegalArgumentException().isThrownBy(() -> STARTER.overage(name, "1 USD", 1));
    }

    @Test
    void refusesAtOnceWhatNoPlanCouldHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STARTER.version(0))
                .withMessage("version of plan starter v1 must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STARTER.included(-1))
                .withMessage("included units of meter \"requests\" must be in [0, 1000000000000000], was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STARTER.fee("-1 USD"))
                .withMessage("fee of plan starter v1 must not be negative, was -1.00 USD");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STARTER.withoutRate("brust"))
                .withMessage("rate to leave out must be one of plan starter v1, was \"brust\"");
        assertThatIllegalArgumentException().isThrownBy(() -> STARTER.overage("a dime", 10));
        assertThatIllegalArgumentException().isThrownBy(() -> STARTER.rate("burst", 0, ofSeconds(1)));
    }
}
