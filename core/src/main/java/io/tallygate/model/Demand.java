package io.tallygate.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host asks of the gate for one call. Immutable; make one per route and use it for every request.
 */
public final class Demand {
    /** The meter that is charged unless said otherwise. */
    public static final String REQUESTS = "requests";
    /** The most units one request may cost. */
    public static final int MAX_UNITS = 1_000_000_000;

    private static final Demand PLAIN = new Demand(List.of(), 1, REQUESTS, null);

    private final List<Scope> scopes;
    private final int units;
    private final String meter;
    private final @Nullable String route;

    private Demand(List<Scope> scopes, int units, String meter, @Nullable String route) {
        this.scopes = scopes;
        this.units = units;
        this.meter = meter;
        this.route = route;
    }

    /** One unit of {@value #REQUESTS}, no scopes. */
    public static Demand plain() {
        return PLAIN;
    }

    /** One unit of {@value #REQUESTS}; all of the scopes are required. */
    public static Demand of(String... scopes) {
        return PLAIN.requiring(Scope.setOf(scopes));
    }

    /** The same, requiring all of these scopes. */
    public Demand requiring(Set<Scope> required) {
        return new Demand(List.copyOf(required), units, meter, route);
    }

    /**
     * The same at another cost.
     *
     * @param cost in [1, {@value #MAX_UNITS}]; what is free is {@link #uncounted()}
     */
    public Demand units(int cost) {
        if (cost < 1 || cost > MAX_UNITS) {
            throw new IllegalArgumentException(
                    "units must be in [1, " + MAX_UNITS + "], was " + cost + "; a free route is uncounted()");
        }
        return new Demand(scopes, cost, meter, route);
    }

    /** The same on another meter: a name of 1 to 64 visible ASCII characters. */
    public Demand meter(String name) {
        return new Demand(scopes, units, Text.visibleAscii("meter", name, 64), route);
    }

    /** The same, named for limits that are kept per route: 1 to 128 visible ASCII characters. */
    public Demand route(String name) {
        return new Demand(scopes, units, meter, Text.visibleAscii("route", name, 128));
    }

    /** The same, authorized and rate-limited but never counted or billed. */
    public Demand uncounted() {
        return new Demand(scopes, 0, meter, route);
    }

    /** The scopes that are all required. */
    public List<Scope> scopes() {
        return scopes;
    }

    /** What the request costs; 0 only when it is uncounted. */
    public int units() {
        return units;
    }

    /** Whether the request is counted. */
    public boolean counted() {
        return units > 0;
    }

    /** The meter that is charged. */
    public String meter() {
        return meter;
    }

    /** The route's name, or null. */
    public @Nullable String route() {
        return route;
    }

    @Override
    public String toString() {
        return "Demand[scopes=" + scopes + ", units=" + units + ", meter=" + meter + ", route=" + route + "]";
    }
}
