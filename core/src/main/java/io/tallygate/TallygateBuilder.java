package io.tallygate;

import io.tallygate.model.Network;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Background;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.ContinuedDirectory;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Meter;
import io.tallygate.spi.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts a gate together. Nothing is checked or opened before {@link #build()}, which then names all faults at once.
 * For one thread, and for one gate.
 */
public final class TallygateBuilder {
    private static final int MOST_SCHEMES = 32;
    private static final Duration LONGEST_FAILURE_PERIOD = Duration.ofDays(1);

    private final List<Blueprint<? extends AuthenticationScheme<?>>> schemes = new ArrayList<>();
    private final List<String> proxies = new ArrayList<>();
    private @Nullable Directory directory;
    private @Nullable Blueprint<? extends Meter> meter;
    private @Nullable Blueprint<? extends ContinuedDirectory> continuity;
    private boolean httpsOnly;
    private SessionSettings sessions = SessionSettings.standard();
    private CentralSettings central = CentralSettings.standard();
    private FreshnessSettings freshness = FreshnessSettings.standard();
    private FilterSettings filter = FilterSettings.standard();
    private @Nullable MonitorSettings monitor;
    private @Nullable DirectoryAdmin suspending;
    private int failures = 60;
    private Duration failurePeriod = Duration.ofMinutes(1);
    private String realm = "api";
    private @Nullable URI problemBase;
    private RateHeaders rateHeaders = RateHeaders.ALWAYS;
    private TimeSource time = TimeSource.system();
    private @Nullable Background background;
    private RandomGenerator random = Environment.systemRandomness();
    private Listener listener = new Listener() {};

    TallygateBuilder() {}

    /** The centre's directory, for the schemes that look credentials up in it. Default: none. */
    public TallygateBuilder directory(Directory centre) {
        this.directory = centre;
        return this;
    }

    /**
     * Lets the gate go on, and even start, while the directory is away, from what it knows of it. Default: only sessions
     * go on.
     */
    public TallygateBuilder continuity(Blueprint<? extends ContinuedDirectory> memory) {
        this.continuity = memory;
        return this;
    }

    /** Accepts one more kind of credential. At least one is needed; requests are asked in the order of these calls. */
    public TallygateBuilder accept(Blueprint<? extends AuthenticationScheme<?>> scheme) {
        schemes.add(scheme);
        return this;
    }

    /** Counts what is admitted. Default: nothing is counted, and permits have ids that no ledger knows. */
    public TallygateBuilder meter(Blueprint<? extends Meter> counting) {
        this.meter = counting;
        return this;
    }

    /**
     * Adds networks, in CIDR notation, whose machines are believed what {@code Forwarded} or {@code X-Forwarded-*} say
     * of the caller. Default: none, and these fields are ignored.
     */
    public TallygateBuilder trustedProxies(String... networks) {
        proxies.addAll(List.of(networks));
        return this;
    }

    /** Refuses requests that did not come encrypted to this process or to a trusted proxy. Default: off. */
    public TallygateBuilder requireHttps() {
        this.httpsOnly = true;
        return this;
    }

    /** Changes the sessions' settings from {@link SessionSettings#standard()}. */
    public TallygateBuilder sessions(UnaryOperator<SessionSettings> change) {
        this.sessions = change.apply(sessions);
        return this;
    }

    /** Changes the settings of central look-ups from {@link CentralSettings#standard()}. */
    public TallygateBuilder central(UnaryOperator<CentralSettings> change) {
        this.central = change.apply(central);
        return this;
    }

    /** Changes how the directory's changes are followed from {@link FreshnessSettings#standard()}. */
    public TallygateBuilder freshness(UnaryOperator<FreshnessSettings> change) {
        this.freshness = change.apply(freshness);
        return this;
    }

    /** Changes the settings of the filter of existing credentials from {@link FilterSettings#standard()}. */
    public TallygateBuilder filter(UnaryOperator<FilterSettings> change) {
        this.filter = change.apply(filter);
        return this;
    }

    /**
     * Watches how credentials are used: tells the directory when, how often and from where, and the listener what is unlike
     * before. For looking at, never for billing. Default: off.
     *
     * @param change the settings, from {@link MonitorSettings#standard()}
     */
    public TallygateBuilder monitor(UnaryOperator<MonitorSettings> change) {
        this.monitor = change.apply(monitor == null ? MonitorSettings.standard() : monitor);
        return this;
    }

    /**
     * Also disables in that directory, for all edges and until a person enables it, what the monitor suspends. Its actor
     * is {@code tallygate:suspension}. Default: each edge suspends for itself and for a while.
     */
    public TallygateBuilder suspendIn(DirectoryAdmin centre) {
        this.suspending = centre;
        return this;
    }

    /**
     * How often a caller's address may fail to authenticate before it is answered 429; they come back evenly. IPv6
     * addresses count by their first 64 bits. Default: 60 in a minute.
     *
     * @param count in [1, 10,000]
     * @param period in [1 s, 1 day]
     */
    public TallygateBuilder failures(int count, Duration period) {
        this.failures = count;
        this.failurePeriod = period;
        return this;
    }

    /** The realm of challenges: 1 to 64 ASCII characters without quotes, backslashes and controls. Default: api. */
    public TallygateBuilder realm(String name) {
        this.realm = name;
        return this;
    }

    /** Where problem types are documented: a denial's type is this and its code. Default: {@code about:blank}. */
    public TallygateBuilder problemBase(URI base) {
        this.problemBase = base;
        return this;
    }

    /** When clients are told of their limits. Default: always. */
    public TallygateBuilder rateHeaders(RateHeaders when) {
        this.rateHeaders = when;
        return this;
    }

    /** All time, for tests. One that is also a {@link Background} drives the background work too. */
    public TallygateBuilder time(TimeSource source) {
        this.time = source;
        return this;
    }

    /** Where background work is done; the gate does not close it. Default: daemon threads of the gate's own. */
    public TallygateBuilder background(Background place) {
        this.background = place;
        return this;
    }

    /** All randomness, for tests; thread-safe. Default: the machine's, unpredictable. */
    public TallygateBuilder random(RandomGenerator source) {
        this.random = source;
        return this;
    }

    /** Who is told what happens. Default: nobody. */
    public TallygateBuilder listener(Listener who) {
        this.listener = who;
        return this;
    }

    /**
     * Checks and opens everything. Does not wait for the centre.
     *
     * @throws IllegalStateException naming every fault of the gate and its parts, each with its remedy; or from a part
     *     that could not be opened. Nothing is left open
     */
    public Tallygate build() {
        Trouble trouble = new Trouble(time);
        Listener told = trouble.guard(listener);
        Background owned = background == null && !(time instanceof Background) ? threads() : null;
        Environment environment = new Environment(time, random, place(owned), told, Optional.ofNullable(directory));
        try {
            List<String> faults = faults(environment);
            if (!faults.isEmpty()) {
                throw cannotBuild(faults);
            }
            return Tallygate.open(settings(), schemes, meter, continuity, environment, owned, trouble);
        } catch (Throwable e) {
            if (owned != null) {
                owned.close();
            }
            throw e;
        }
    }

    static IllegalStateException cannotBuild(List<String> faults) {
        return new IllegalStateException("Tallygate cannot be built:\n - " + String.join("\n - ", faults));
    }

    private Background threads() {
        return new Threads(Math.max(1, Math.min(central.maxConcurrent(), 1_000)));
    }

    private Background place(@Nullable Background owned) {
        if (background != null) {
            return background;
        }
        return owned != null ? owned : (Background) time;
    }

    private GateSettings settings() {
        List<Network> trusted = proxies.stream().map(Network::parse).toList();
        return new GateSettings(
                sessions,
                central,
                freshness,
                filter,
                monitor,
                suspending,
                trusted,
                httpsOnly,
                failures,
                failurePeriod,
                realm,
                problemBase,
                rateHeaders);
    }

    private List<String> faults(Environment environment) {
        List<String> faults = new ArrayList<>();
        if (schemes.isEmpty()) {
            faults.add("no kind of credential is accepted; call accept(...) with at least one scheme");
        }
        if (schemes.size() > MOST_SCHEMES) {
            faults.add(schemes.size() + " kinds of credential are accepted; accept at most " + MOST_SCHEMES);
        }
        faults.addAll(sessions.faults());
        faults.addAll(central.faults());
        faults.addAll(freshness.faults(pace(), central));
        faults.addAll(filter.faults());
        checkMonitor(faults);
        Bounds.check(faults, "failures.count", failures, 1, 10_000);
        Bounds.check(faults, "failures.period", failurePeriod, Duration.ofSeconds(1), LONGEST_FAILURE_PERIOD);
        proxies.forEach(proxy -> checkProxy(faults, proxy));
        checkTexts(faults);
        schemes.forEach(scheme -> addFaults(faults, scheme, environment));
        if (meter != null) {
            addFaults(faults, meter, environment);
        }
        if (continuity != null) {
            addFaults(faults, continuity, environment);
        }
        return faults;
    }

    private void checkMonitor(List<String> faults) {
        if (monitor != null) {
            faults.addAll(monitor.faults());
        }
        if (suspending != null
                && (monitor == null || monitor.anomalies().suspending().isEmpty())) {
            faults.add("suspendIn is given but nothing suspends; call monitor(m -> m.anomalies(a -> a.suspend(...)))");
        }
    }

    /** How often the directory is asked whether anything has changed. */
    private Duration pace() {
        boolean reread = directory != null && directory.changes().isEmpty();
        return reread ? sessions.revalidateEvery() : freshness.pullEvery();
    }

    private static void checkProxy(List<String> faults, String proxy) {
        try {
            Network.parse(proxy);
        } catch (IllegalArgumentException e) {
            faults.add("trusted proxy \"" + OneLine.of(proxy) + "\" is no network: " + e.getMessage()
                    + "; write it like 10.0.0.0/8 or 2001:db8::/32");
        }
    }

    private void checkTexts(List<String> faults) {
        if (realm.isEmpty() || realm.length() > 64 || !realm.chars().allMatch(TallygateBuilder::fitsRealm)) {
            faults.add("realm \"" + OneLine.of(realm)
                    + "\" does not fit a header; use 1 to 64 ASCII characters without quotes and backslashes");
        }
        if (problemBase != null && !problemBase.isAbsolute()) {
            faults.add("problemBase \"" + OneLine.of(problemBase.toString())
                    + "\" is relative; give an absolute URI such as https://example.com/problems/");
        }
    }

    private static boolean fitsRealm(int c) {
        return c >= 0x20 && c <= 0x7E && c != '"' && c != '\\';
    }

    private static void addFaults(List<String> faults, Blueprint<?> part, Environment environment) {
        try {
            faults.addAll(part.faults(environment));
        } catch (RuntimeException e) {
            faults.add(part.getClass().getName() + " could not be checked: " + OneLine.of(e.toString())
                    + "; see the cause in its documentation");
        }
    }
}
