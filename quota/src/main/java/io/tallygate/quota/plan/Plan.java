package io.tallygate.quota.plan;

import io.tallygate.limit.RateLimit;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an account may use and what it costs, by name and version.
 *
 * <pre>{@code
 * Plan starter = Plan.named("starter").rate("burst", 20, ofSeconds(1)).included(12_000).overage("0.05 USD", 10);
 * }</pre>
 *
 * <p>Each method that takes a term returns a new plan with that term; a second call for the same term replaces the
 * first, except for rates, which add up. So the next version of a plan is written as its difference:
 * {@code starter.version(2).included(15_000)}. A value that no plan could have is refused at once; terms that do not fit
 * together are told all at once by {@link #faults()}, and refused by {@link PlanBook#of(Plan...)}.
 *
 * <p><strong>No price is free.</strong> Usage of a meter without {@code overage} is counted and costs nothing, also
 * beyond the included units. A plan limits nothing but rates: whether units beyond the included ones are admitted is
 * said where the meter is built.
 *
 * <p>Unless said otherwise a plan has version 1, is billed by the month in UTC, and has neither fee nor rate limits.
 * Immutable and safe for use by several threads; equal if all terms are.
 */
public final class Plan {
    /** The meter that terms are for when they name none. */
    public static final String DEFAULT_METER = "requests";

    private static final long MOST_INCLUDED = 1_000_000_000_000_000L;

    private final String name;
    private final int version;
    private final BillingCalendar calendar;
    private final List<PlanRate> rates;
    private final SortedMap<String, Long> included;
    private final SortedMap<String, PackagePrice> overages;
    private final @Nullable PackageRounding rounding;
    private final @Nullable Money fee;

    private Plan(Draft draft) {
        this.name = draft.name;
        this.version = draft.version;
        this.calendar = draft.calendar;
        this.rates = List.copyOf(draft.rates);
        this.included = Collections.unmodifiableSortedMap(draft.included);
        this.overages = Collections.unmodifiableSortedMap(draft.overages);
        this.rounding = draft.rounding;
        this.fee = draft.fee;
    }

    /**
     * A plan without any terms.
     *
     * @param name a lower-case letter, then up to 63 of {@code a-z 0-9 _ . -}
     * @throws IllegalArgumentException if the name is another
     */
    public static Plan named(String name) {
        return new Plan(new Draft(PlanNames.require("plan", name)));
    }

    /**
     * The plan's version, 1 or more. Windows are billed at the lowest version any edge counted them under.
     *
     * @throws IllegalArgumentException if the version is below 1
     */
    public Plan version(int version) {
        if (version < 1) {
            throw new IllegalArgumentException("version of " + this + " must be at least 1, was " + version);
        }
        return with(draft -> draft.version = version);
    }

    /** How time is cut into billing windows; the same for all versions of a plan. */
    public Plan calendar(BillingCalendar calendar) {
        Objects.requireNonNull(calendar, "calendar");
        return with(draft -> draft.calendar = calendar);
    }

    /** Billing by the calendar month of this zone. */
    public Plan monthly(ZoneId zone) {
        return calendar(BillingCalendar.monthly(zone));
    }

    /**
     * One more rate limit, shared by all requests of an account.
     *
     * @throws IllegalArgumentException as by {@link RateLimit#of}
     */
    public Plan rate(String name, long permits, Duration period) {
        return rate(RateLimit.of(name, permits, period), RateScope.ACCOUNT);
    }

    /**
     * One more rate limit, for each credential by itself.
     *
     * @throws IllegalArgumentException as by {@link RateLimit#of}
     */
    public Plan ratePerKey(String name, long permits, Duration period) {
        return rate(RateLimit.of(name, permits, period), RateScope.KEY);
    }

    /**
     * One more rate limit, for each route by itself.
     *
     * @throws IllegalArgumentException as by {@link RateLimit#of}
     */
    public Plan ratePerRoute(String name, long permits, Duration period) {
        return rate(RateLimit.of(name, permits, period), RateScope.ROUTE);
    }

    /**
     * One more rate limit, for each network address by itself.
     *
     * @throws IllegalArgumentException as by {@link RateLimit#of}
     */
    public Plan ratePerAddress(String name, long permits, Duration period) {
        return rate(RateLimit.of(name, permits, period), RateScope.ADDRESS);
    }

    /** One more rate limit, for each of the scope by itself. */
    public Plan rate(RateLimit limit, RateScope scope) {
        PlanRate rate = new PlanRate(limit, scope);
        return with(draft -> draft.rates.add(rate));
    }

    /**
     * The plan without the rate limits of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Plan withoutRate(String name) {
        Plan without =
                with(draft -> draft.rates.removeIf(rate -> rate.limit().name().equals(name)));
        if (without.rates.size() == rates.size()) {
            throw new IllegalArgumentException("rate to leave out must be one of " + this + ", was \"" + name + "\"");
        }
        return without;
    }

    /**
     * The units of the default meter that each window includes.
     *
     * @throws IllegalArgumentException if the units are outside [0, 10^15]
     */
    public Plan included(long units) {
        return included(DEFAULT_METER, units);
    }

    /**
     * The units of this meter that each window includes; 0 unless said.
     *
     * @throws IllegalArgumentException if the meter's name is malformed or the units are outside [0, 10^15]
     */
    public Plan included(String meter, long units) {
        PlanNames.require("meter", meter);
        if (units < 0 || units > MOST_INCLUDED) {
            throw new IllegalArgumentException(
                    "included units of meter \"" + meter + "\" must be in [0, " + MOST_INCLUDED + "], was " + units);
        }
        return with(draft -> draft.included.put(meter, units));
    }

    /**
     * What units of the default meter cost beyond the included ones.
     *
     * @param price of one package, as {@link Money#parse} reads it
     * @param packageSize units in one package, from 1 to 10^12
     * @throws IllegalArgumentException if an argument is malformed or outside its bounds
     */
    public Plan overage(String price, long packageSize) {
        return overage(DEFAULT_METER, price, packageSize);
    }

    /**
     * What units of this meter cost beyond the included ones.
     *
     * @param price of one package, as {@link Money#parse} reads it
     * @param packageSize units in one package, from 1 to 10^12
     * @throws IllegalArgumentException if an argument is malformed or outside its bounds
     */
    public Plan overage(String meter, String price, long packageSize) {
        PlanNames.require("meter", meter);
        PackagePrice overage = PackagePrice.of(price, packageSize);
        return with(draft -> draft.overages.put(meter, overage));
    }

    /** What a package costs that was not used up, for all meters; {@link PackageRounding#EACH_STARTED} unless said. */
    public Plan rounding(PackageRounding rounding) {
        Objects.requireNonNull(rounding, "rounding");
        return with(draft -> draft.rounding = rounding);
    }

    /**
     * What each window costs, whatever is used.
     *
     * @param fee as {@link Money#parse} reads it, not negative
     * @throws IllegalArgumentException if the fee cannot be read or is negative
     */
    public Plan fee(String fee) {
        Money money = Money.parse(fee);
        if (money.isNegative()) {
            throw new IllegalArgumentException("fee of " + this + " must not be negative, was " + money);
        }
        return with(draft -> draft.fee = money);
    }

    /** The plan's name. */
    public String name() {
        return name;
    }

    /** The plan's version, 1 or more. */
    public int version() {
        return version;
    }

    /** How time is cut into billing windows. */
    public BillingCalendar calendar() {
        return calendar;
    }

    /** The rate limits in the order they were added. */
    public List<PlanRate> rates() {
        return rates;
    }

    /** The meters with included units or a price, by name. */
    public SortedSet<String> meters() {
        SortedSet<String> meters = new TreeSet<>(included.keySet());
        meters.addAll(overages.keySet());
        return Collections.unmodifiableSortedSet(meters);
    }

    /** The units of this meter that each window includes; 0 for a meter the plan does not know. */
    public long included(String meter) {
        return included.getOrDefault(meter, 0L);
    }

    /** What units of this meter cost beyond the included ones, with the plan's rounding; empty if they cost nothing. */
    public Optional<PackagePrice> overage(String meter) {
        return Optional.ofNullable(overages.get(meter)).map(price -> price.withRounding(rounding()));
    }

    /** What a package costs that was not used up. */
    public PackageRounding rounding() {
        return rounding == null ? PackageRounding.EACH_STARTED : rounding;
    }

    /** What each window costs, whatever is used. */
    public Optional<Money> fee() {
        return Optional.ofNullable(fee);
    }

    /**
     * What so many units of a meter cost in one window, without the fee; empty if the meter has no price.
     *
     * @throws IllegalArgumentException if the units are negative
     * @throws ArithmeticException if the cost exceeds 2^63 micro-units
     */
    public Optional<Money> cost(String meter, long units) {
        return overage(meter).map(price -> price.cost(units, included(meter)));
    }

    /** All terms that do not fit together, each with what to do about it; empty if the plan is sound. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        addRateFaults(faults);
        addCurrencyFault(faults);
        if (rounding != null && overages.isEmpty()) {
            faults.add(this + ": rounding has no price to round; add an overage or leave rounding out");
        }
        return List.copyOf(faults);
    }

    private void addRateFaults(List<String> faults) {
        Map<String, Long> uses = rates.stream()
                .collect(Collectors.groupingBy(rate -> rate.limit().name(), TreeMap::new, Collectors.counting()));
        uses.forEach((rate, count) -> {
            if (count > 1) {
                faults.add(this + ": " + count + " rates are named \"" + rate
                        + "\"; give each its own name, for clients tell them apart by it");
            }
        });
    }

    private void addCurrencyFault(List<String> faults) {
        Set<String> currencies = new TreeSet<>();
        overages.values().forEach(overage -> currencies.add(code(overage.price())));
        fee().ifPresent(money -> currencies.add(code(money)));
        if (currencies.size() > 1) {
            faults.add(this + ": prices are in " + String.join(" and ", currencies)
                    + "; write the fee and all prices in one currency");
        }
    }

    private static String code(Money money) {
        return money.currency().getCurrencyCode();
    }

    private Plan with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Plan(draft);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Plan plan && terms().equals(plan.terms());
    }

    @Override
    public int hashCode() {
        return terms().hashCode();
    }

    /** Name and version, as in {@code "plan starter v2"}. */
    @Override
    public String toString() {
        return "plan " + name + " v" + version;
    }

    private List<Object> terms() {
        return List.of(name, version, calendar, rates, included, overages, rounding(), fee());
    }

    /** The terms of the next plan, while one of them is changed. Its collections are its own. */
    private static final class Draft {
        final String name;
        int version = 1;
        BillingCalendar calendar = BillingCalendar.monthly(ZoneOffset.UTC);
        final List<PlanRate> rates = new ArrayList<>();
        final SortedMap<String, Long> included = new TreeMap<>();
        final SortedMap<String, PackagePrice> overages = new TreeMap<>();

        @Nullable
        PackageRounding rounding;

        @Nullable
        Money fee;

        Draft(String name) {
            this.name = name;
        }

        Draft(Plan plan) {
            this.name = plan.name;
            this.version = plan.version;
            this.calendar = plan.calendar;
            this.rates.addAll(plan.rates);
            this.included.putAll(plan.included);
            this.overages.putAll(plan.overages);
            this.rounding = plan.rounding;
            this.fee = plan.fee;
        }
    }
}
