package io.tallygate.quota.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Currency;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MoneyTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Money GREATEST = new Money(Long.MAX_VALUE, USD);

    @ParameterizedTest
    @CsvSource({
        "0.05 USD, 50000, 0.05 USD",
        "0 USD, 0, 0.00 USD",
        "9 USD, 9000000, 9.00 USD",
        "1.70 USD, 1700000, 1.70 USD",
        "0.000001 USD, 1, 0.000001 USD",
        "0.0500 EUR, 50000, 0.05 EUR",
        "0.1234 EUR, 123400, 0.1234 EUR",
        "-12.5 EUR, -12500000, -12.50 EUR",
        "120 JPY, 120000000, 120 JPY",
        "0.5 JPY, 500000, 0.5 JPY",
        "1.5 KWD, 1500000, 1.500 KWD",
        "9223372036854.775807 USD, 9223372036854775807, 9223372036854.775807 USD",
        "-9223372036854.775808 USD, -9223372036854775808, -9223372036854.775808 USD",
    })
    void readsAmountsAndWritesThemWithTheCurrencysDigits(String text, long micros, String written) {
        Money money = Money.parse(text);

        assertThat(money.micros()).isEqualTo(micros);
        assertThat(money).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "USD",
                "0.05",
                "0.05USD",
                "0.05  USD",
                " 0.05 USD",
                "0.05 USD ",
                "0.05 usd",
                "0.05 US",
                "$0.05",
                "USD 0.05",
                ".05 USD",
                "5. USD",
                "00.05 USD",
                "05 USD",
                "+5 USD",
                "--5 USD",
                "1e3 USD",
                "1,000 USD",
                "0,05 USD",
                "0.0000001 USD",
                "0.05\tUSD",
                "0.05 USD\n",
                "٥ USD",
                "0.05 ZZZ",
                "1 XXX",
                "1 XAU",
                "NaN USD",
                "9223372036854.775808 USD",
                "99999999999999 USD",
                "-0 USD",
                "-0.00 USD"
            })
    void refusesAnyOtherSpelling(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.parse(text))
                .withMessage("money must read like \"0.05 USD\", was \"" + text + "\"");
    }

    @Test
    void doesNotRepeatAnEndlessTextInItsMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.parse("1".repeat(100_000)))
                .withMessage("money must read like \"0.05 USD\", was 100000 characters");
    }

    @Test
    void readsBackWhateverItWrites() {
        Random random = new Random(7);
        Currency[] currencies = {USD, Currency.getInstance("JPY"), Currency.getInstance("BHD")};
        for (int i = 0; i < 10_000; i++) {
            Money money = new Money(random.nextLong() >> random.nextInt(64), currencies[i % currencies.length]);
            assertThat(Money.parse(money.toString())).isEqualTo(money);
        }
    }

    @Test
    void addsSubtractsAndMultipliesExactly() {
        Money price = Money.parse("0.05 USD");

        assertThat(price.times(34)).hasToString("1.70 USD");
        assertThat(price.plus(price)).hasToString("0.10 USD");
        assertThat(price.minus(Money.parse("0.06 USD"))).hasToString("-0.01 USD");
        assertThat(price.minus(Money.parse("0.06 USD")).isNegative()).isTrue();
        assertThat(Money.zero(USD).plus(price)).isEqualTo(price);
        assertThat(Money.zero(USD).isNegative()).isFalse();
    }

    @Test
    void failsRatherThanOverflow() {
        Money least = new Money(Long.MIN_VALUE, USD);
        Money micro = new Money(1, USD);

        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> GREATEST.plus(micro))
                .withMessage("amount must be below 2^63 micro-units of USD, was 9223372036854775808");
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> least.minus(micro));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> least.times(-1));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> GREATEST.times(Long.MAX_VALUE));
        assertThat(least.plus(micro).times(-1)).isEqualTo(GREATEST);
    }

    @Test
    void comparesAmountsOfOneCurrency() {
        assertThat(Money.parse("0.05 USD")).isGreaterThan(Money.parse("0.049999 USD"));
        assertThat(Money.parse("0.05 USD")).isEqualByComparingTo(Money.parse("0.050 USD"));
    }

    @Test
    void refusesToMixCurrencies() {
        Money dollar = Money.parse("1 USD");
        Money euro = Money.parse("1 EUR");
        String rule = "amounts must be of one currency, were USD and EUR";

        assertThatIllegalArgumentException().isThrownBy(() -> dollar.plus(euro)).withMessage(rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dollar.minus(euro))
                .withMessage(rule);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dollar.compareTo(euro))
                .withMessage(rule);
    }

    @Test
    void refusesCurrenciesNobodyPaysIn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.zero(Currency.getInstance("XXX")))
                .withMessage("currency must be one that people pay in, was XXX");
    }
}
