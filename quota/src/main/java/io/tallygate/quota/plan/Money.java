package io.tallygate.quota.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact amount of one currency, in whole micro-units: 1 USD is 1,000,000.
 *
 * <p>Sums and products are exact or fail; nothing is rounded but by {@link PackageRounding#PRO_RATA}, which says so.
 * Immutable and safe for use by several threads.
 *
 * @param micros the amount in millionths of the currency's unit; may be negative, as in a credit
 * @param currency an ISO 4217 currency with a unit one can pay in, so not {@code XXX} or {@code XAU}
 */
public record Money(long micros, Currency currency) implements Comparable<Money> {
    private static final int SCALE = 6;
    private static final int LONGEST_TEXT = 32;
    private static final Pattern TEXT =
            Pattern.compile("(?!-0(?:\\.0+)? )(-?(?:0|[1-9][0-9]{0,12})(?:\\.[0-9]{1,6})?) ([A-Z]{3})");

    /** @throws IllegalArgumentException if the currency has no unit one can pay in */
    public Money {
        Objects.requireNonNull(currency, "currency");
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("currency must be one that people pay in, was " + currency);
        }
    }

    /**
     * Reads an amount as in {@code "0.05 USD"}: digits without grouping or needless zeros in front, at most six of them
     * after the point, one space, and the ISO 4217 code in capitals. Reads whatever {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if the text is anything else, or exceeds 2^63 micro-units
     */
    public static Money parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.length() > LONGEST_TEXT || !matcher.matches()) {
            throw malformed(text);
        }
        try {
            BigDecimal amount = new BigDecimal(matcher.group(1));
            long micros = amount.movePointRight(SCALE).longValueExact();
            return new Money(micros, Currency.getInstance(matcher.group(2)));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException(malformed(text).getMessage(), e);
        }
    }

    /** Nothing of this currency. */
    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /**
     * The sum of two amounts.
     *
     * @throws IllegalArgumentException if the currencies differ
     * @throws ArithmeticException if the sum exceeds 2^63 micro-units
     */
    public Money plus(Money other) {
        requireSameCurrency(other);
        return exact(big(micros).add(big(other.micros)));
    }

    /**
     * This amount less another; negative if the other is greater.
     *
     * @throws IllegalArgumentException if the currencies differ
     * @throws ArithmeticException if the difference exceeds 2^63 micro-units
     */
    public Money minus(Money other) {
        requireSameCurrency(other);
        return exact(big(micros).subtract(big(other.micros)));
    }

    /**
     * So many times this amount.
     *
     * @throws ArithmeticException if the product exceeds 2^63 micro-units
     */
    public Money times(long factor) {
        return exact(big(micros).multiply(big(factor)));
    }

    /** This amount times {@code units / size}, rounded to micro-units, half to even. */
    Money share(long units, long size) {
        BigDecimal product = new BigDecimal(big(micros).multiply(big(units)));
        return exact(product.divide(BigDecimal.valueOf(size), 0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact());
    }

    /** Whether this is less than nothing. */
    public boolean isNegative() {
        return micros < 0;
    }

    /**
     * Compares amounts of one currency.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return Long.compare(micros, other.micros);
    }

    /** As in {@code "1.70 USD"}: at least the currency's usual digits after the point, more only if they are not zero. */
    @Override
    public String toString() {
        BigDecimal shortest = BigDecimal.valueOf(micros, SCALE).stripTrailingZeros();
        int scale = Math.max(shortest.scale(), currency.getDefaultFractionDigits());
        return shortest.setScale(scale).toPlainString() + " " + currency.getCurrencyCode();
    }

    private Money exact(BigInteger result) {
        if (result.bitLength() >= Long.SIZE) {
            throw new ArithmeticException("amount must be below 2^63 micro-units of " + currency + ", was " + result);
        }
        return new Money(result.longValue(), currency);
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "amounts must be of one currency, were " + currency + " and " + other.currency);
        }
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static IllegalArgumentException malformed(String text) {
        String shown = text.length() > LONGEST_TEXT ? text.length() + " characters" : "\"" + text + "\"";
        return new IllegalArgumentException("money must read like \"0.05 USD\", was " + shown);
    }
}
