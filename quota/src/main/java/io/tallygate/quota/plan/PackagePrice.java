package io.tallygate.quota.plan;

import java.util.Objects;

/**
 * The price of overage: so much money for each package of so many units.
 *
 * <p>With 12,000 units included and {@code PackagePrice.of("0.05 USD", 10)}, 12,340 units are 34 packages beyond what is
 * included, so {@code cost(12_340, 12_000)} is {@code 1.70 USD}.
 *
 * @param price of one package, not negative
 * @param size of one package in units, from 1 to 10^12
 * @param rounding what a package costs that was not used up
 */
public record PackagePrice(Money price, long size, PackageRounding rounding) {
    private static final long LARGEST = 1_000_000_000_000L;

    /** @throws IllegalArgumentException if the price is negative or the size outside its bounds */
    public PackagePrice {
        Objects.requireNonNull(rounding, "rounding");
        if (price.isNegative()) {
            throw new IllegalArgumentException("price of a package must not be negative, was " + price);
        }
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("size of a package must be in [1, " + LARGEST + "], was " + size);
        }
    }

    /**
     * A price for each package that was started.
     *
     * @param price as {@link Money#parse} reads it
     * @throws IllegalArgumentException if the price cannot be read or an argument is outside its bounds
     */
    public static PackagePrice of(String price, long size) {
        return new PackagePrice(Money.parse(price), size, PackageRounding.EACH_STARTED);
    }

    /** The same price with another rounding. */
    public PackagePrice withRounding(PackageRounding rounding) {
        return new PackagePrice(price, size, rounding);
    }

    /**
     * What the units cost that go beyond those included; zero if none do.
     *
     * @param units used in one window, 0 or more
     * @param included units that are already paid, 0 or more
     * @throws IllegalArgumentException if an argument is negative
     * @throws ArithmeticException if the cost exceeds 2^63 micro-units
     */
    public Money cost(long units, long included) {
        requireNotNegative("units", units);
        requireNotNegative("included units", included);
        return rounding.cost(price, size, Math.max(0, units - included));
    }

    /** As in {@code "0.05 USD per 10"}. */
    @Override
    public String toString() {
        return price + " per " + size + (rounding == PackageRounding.EACH_STARTED ? "" : " " + rounding);
    }

    private static void requireNotNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must not be negative, was " + value);
        }
    }
}
