package io.tallygate.quota.plan;

/** What a package costs that was begun and not used up. */
public enum PackageRounding {
    /** The whole price: 1 unit beyond is 1 package. */
    EACH_STARTED {
        @Override
        Money cost(Money price, long size, long units) {
            return price.times(units / size + Long.signum(units % size));
        }
    },

    /** Nothing: only packages that were used up are paid. */
    FULL_ONLY {
        @Override
        Money cost(Money price, long size, long units) {
            return price.times(units / size);
        }
    },

    /** The part that was used; the sum over all packages is rounded once, to a micro-unit, half to even. */
    PRO_RATA {
        @Override
        Money cost(Money price, long size, long units) {
            return price.share(units, size);
        }
    };

    /** The cost of so many units, 0 or more, at a price for each package of that size. */
    abstract Money cost(Money price, long size, long units);
}
