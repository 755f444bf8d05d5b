package io.tallygate.quota.plan;

import static io.tallygate.quota.plan.PackageRounding.EACH_STARTED;
import static io.tallygate.quota.plan.PackageRounding.FULL_ONLY;
import static io.tallygate.quota.plan.PackageRounding.PRO_RATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PackagePriceTest {
    private static final PackagePrice PRICE = PackagePrice.of("0.05 USD", 10);

    @ParameterizedTest
    @CsvSource({
        "EACH_STARTED, 12340, 1.70 USD",
        "EACH_STARTED, 12341, 1.75 USD",
        "EACH_STARTED, 12001, 0.05 USD",
        "EACH_STARTED, 12000, 0.00 USD",
        "EACH_STARTED, 0,     0.00 USD",
        "FULL_ONLY,    12340, 1.70 USD",
        "FULL_ONLY,    12349, 1.70 USD",
        "FULL_ONLY,    12009, 0.00 USD",
        "FULL_ONLY,    12010, 0.05 USD",
        "PRO_RATA,     12340, 1.70 USD",
        "PRO_RATA,     12341, 1.705 USD",
        "PRO_RATA,     12001, 0.005 USD",
        "PRO_RATA,     11999, 0.00 USD",
    })
    void pricesWhatGoesBeyondTheIncludedUnits(PackageRounding rounding, long units, String cost) {
        assertThat(PRICE.withRounding(rounding).cost(units, 12_000)).hasToString(cost);
    }

    @Test
    void pricesEachStartedPackageUnlessToldOtherwise() {
        assertThat(PRICE.rounding()).isEqualTo(EACH_STARTED);
        assertThat(PRICE).hasToString("0.05 USD per 10");
        assertThat(PRICE.withRounding(PRO_RATA)).hasToString("0.05 USD per 10 PRO_RATA");
    }

    @Test
    void roundsAPartOnceAndHalfToEven() {
        PackagePrice half = PackagePrice.of("0.000001 USD", 2).withRounding(PRO_RATA);

        assertThat(half.cost(1, 0).micros()).isZero();
        assertThat(half.cost(3, 0).micros()).isEqualTo(2);
        assertThat(half.cost(5, 0).micros()).isEqualTo(2);
        assertThat(PackagePrice.of("1 USD", 3).withRounding(PRO_RATA).cost(3, 0))
                .hasToString("1.00 USD");
    }

    @Test
    void agreesWithDecimalArithmeticOnRandomPrices() {
        Random random = new Random(11);
        Set<PackageRounding> seen = EnumSet.noneOf(PackageRounding.class);
        int beyond = 0;
        for (int i = 0; i < 20_000; i++) {
            PackagePrice price = randomPrice(random);
            long included = random.nextInt(1_000);
            long units = random.nextInt(5_000);
            assertThat(price.cost(units, included).micros()).isEqualTo(expected(price, units - included));
            seen.add(price.rounding());
            beyond += units > included ? 1 : 0;
        }
        assertThat(seen).containsExactly(PackageRounding.values());
        assertThat(beyond).isBetween(10_000, 19_000);
    }

    private static PackagePrice randomPrice(Random random) {
        Money price = new Money(random.nextInt(100_000), Money.parse("1 EUR").currency());
        PackageRounding[] all = PackageRounding.values();
        return new PackagePrice(price, 1 + random.nextInt(50), all[random.nextInt(all.length)]);
    }

    private static long expected(PackagePrice price, long overage) {
        BigDecimal size = BigDecimal.valueOf(price.size());
        BigDecimal units = BigDecimal.valueOf(Math.max(0, overage));
        BigDecimal micros = BigDecimal.valueOf(price.price().micros());
        BigDecimal cost = switch (price.rounding()) {
            case EACH_STARTED -> units.divide(size, 0, RoundingMode.CEILING).multiply(micros);
            case FULL_ONLY -> units.divide(size, 0, RoundingMode.FLOOR).multiply(micros);
            case PRO_RATA -> units.multiply(micros).divide(size, 0, RoundingMode.HALF_EVEN);
        };
        return cost.longValueExact();
    }

    @Test
    void failsRatherThanOverflow() {
        PackagePrice dear = PackagePrice.of("9000000000000 USD", 1);
        for (PackageRounding rounding : PackageRounding.values()) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> dear.withRounding(rounding).cost(2, 0));
        }
        assertThat(PackagePrice.of("0 USD", 1).cost(Long.MAX_VALUE, 0)).hasToString("0.00 USD");
        assertThat(PackagePrice.of("1 USD", 1_000_000_000_000L).cost(Long.MAX_VALUE, 0))
                .hasToString("9223373.00 USD");
        assertThat(PRICE.withRounding(FULL_ONLY).cost(Long.MAX_VALUE, Long.MAX_VALUE))
                .hasToString("0.00 USD");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_000_000_001L})
    void refusesPackagesOutsideTheirBounds(long size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackagePrice.of("0.05 USD", size))
                .withMessage("size of a package must be in [1, 1000000000000], was " + size);
    }

    @Test
    void refusesNegativePricesAndUnits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackagePrice.of("-0.05 USD", 10))
                .withMessage("price of a package must not be negative, was -0.05 USD");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PRICE.cost(-1, 0))
                .withMessage("units must not be negative, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PRICE.cost(0, -1))
                .withMessage("included units must not be negative, was -1");
    }
}
