package io.tallygate;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Screening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which credentials exist, as far as the directory's log has said so. Refuses names that it holds not to exist, and never
 * one that exists:
 *
 * <ul>
 *   <li>A filter stands when it has been filled with all names of the directory, page by page. What is added meanwhile
 *       comes through the log, and is added to the filter that stands and to the one that is being filled.
 *   <li>A name that is not in it, and was born before the log was last read to its end, does not exist. One born later
 *       may have been added since. An hour is left for clocks that differ: the name tells its birth by the clock of
 *       who issued it.
 *   <li>When reading begins anew, the log has not told all: no filter stands until one has been filled again.
 * </ul>
 *
 * <p>A record that was inserted more than an hour after the birth its name tells, such as one moved here from another
 * directory, may be refused until the log has brought it.
 *
 * <p>The filter holds 64-bit fingerprints: SipHash-2-4 (Aumasson and Bernstein, 2012) under a random key of this edge,
 * so that nobody can work out which made-up names pass it, and those that pass one edge do not pass another.
 *
 * <p>Thread-safe; requests take no lock. A filter is filled on one background thread at a time, even when the directory hangs.
 */
final class KnownCredentials implements ChangeReader {
    private static final long MARGIN_SECONDS = Duration.ofHours(1).toSeconds();
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final long NEVER = Instant.MIN.getEpochSecond();
    private static final String TROUBLE = "filter-failed";

    private final FilterSettings settings;
    private final Environment environment;
    private final Trouble trouble;
    private final HashFunction keyed;
    private final LongAdder refused = new LongAdder();

    /** The second in which the log was last known to its end. To be read before the filter, so that the filter is no older. */
    private volatile long horizon = NEVER;

    private volatile @Nullable CredentialFilter standing;

    /** The filter that is to stand next, while it is filled or waits to be. */
    private volatile @Nullable CredentialFilter next;

    /** Of whose names it is filled; guarded by this, as is what follows and each change of a filter. */
    private @Nullable ChangeFeed source;

    /** Whether the next filter is being filled, or that failed and will be tried again. */
    private boolean filling;

    private volatile boolean closed;
    private volatile Background.@Nullable Task retry;

    KnownCredentials(FilterSettings settings, Environment environment, Trouble trouble) {
        this.settings = settings;
        this.environment = environment;
        this.trouble = trouble;
        this.keyed = Hashing.sipHash24(
                environment.random().nextLong(), environment.random().nextLong());
    }

    /** What there is to be said for looking up a credential of which the scheme says this. */
    Prospect prospect(Screening screening, long epochMillis) {
        if (screening instanceof Screening.Names names) {
            return prospect(names, Math.floorDiv(epochMillis, 1_000L));
        }
        if (screening == Screening.hopeless()) {
            return Prospect.NONE;
        }
        return screening == Screening.local() ? Prospect.LOCAL : Prospect.FAIR;
    }

    private Prospect prospect(Screening.Names names, long now) {
        long known = horizon;
        CredentialFilter filter = standing;
        if (filter == null || filter.mayHold(fingerprint(names.record()))) {
            return Prospect.FAIR;
        }
        Instant born = names.born();
        if (born == null
                || (born.getEpochSecond() >= known - MARGIN_SECONDS && born.getEpochSecond() <= now + MARGIN_SECONDS)) {
            return Prospect.YOUNG;
        }
        refused.increment();
        return Prospect.NONE;
    }

    private long fingerprint(CredentialId id) {
        return keyed.hashUnencodedChars(id.value()).asLong();
    }

    @Override
    public void begin(ChangeFeed feed, ChangeFeed.State state) {
        if (!settings.on()) {
            return;
        }
        synchronized (this) {
            CredentialFilter last = standing;
            horizon = NEVER;
            standing = null;
            source = feed;
            next = filterFor(last == null ? 0 : last.held());
        }
        fill();
    }

    @Override
    public void apply(Change change) {
        if (change instanceof Change.Added added) {
            long fingerprint = fingerprint(added.credential());
            tell(filter -> filter.add(fingerprint));
        } else if (change instanceof Change.Removed) {
            tell(CredentialFilter::remove);
        }
    }

    /** One change at a time, so that a filter that comes to stand has missed none. */
    private void tell(Consumer<CredentialFilter> change) {
        synchronized (this) {
            CredentialFilter now = standing;
            if (now != null) {
                change.accept(now);
            }
            if (next != null) {
                change.accept(next);
            } else if (now != null && (outgrown(now) || now.stale())) {
                next = filterFor(now.held());
            }
        }
        fill();
    }

    private boolean outgrown(CredentialFilter filter) {
        return filter.capacity() < settings.most() && filter.held() > filter.capacity();
    }

    private CredentialFilter filterFor(long credentials) {
        return new CredentialFilter(settings.capacity(credentials), settings.falsePositives());
    }

    @Override
    public void caughtUp(long epochMillis) {
        horizon = Math.floorDiv(epochMillis, 1_000L);
    }

    /** Has the next filter filled, if there is one to be and that is not being done. */
    private void fill() {
        synchronized (this) {
            if (next == null || filling || closed) {
                return;
            }
            filling = true;
        }
        try {
            environment.background().execute(this::fillNext);
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void fillNext() {
        CredentialFilter filter;
        ChangeFeed feed;
        synchronized (this) {
            filter = next;
            feed = source;
        }
        try {
            if (filter != null && feed != null) {
                long read = readAll(feed, filter);
                filled(filter, read);
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    private long readAll(ChangeFeed feed, CredentialFilter filter) {
        long read = 0;
        CredentialId last = null;
        List<CredentialId> page;
        do {
            page = feed.credentials(last, ChangeFeed.MAX_PAGE);
            for (CredentialId id : page) {
                filter.add(fingerprint(id));
                last = id;
            }
            read += page.size();
        } while (page.size() == ChangeFeed.MAX_PAGE && filter == next);
        return read;
    }

    /** Lets the filter stand, unless reading has begun anew since, or there turned out to be more than it is for. */
    private void filled(CredentialFilter filter, long read) {
        synchronized (this) {
            filling = false;
            if (filter == next) {
                boolean fits = read <= filter.capacity() || filter.capacity() == settings.most();
                standing = fits ? filter : standing;
                next = fits ? null : filterFor(read);
            }
        }
        trouble.over(TROUBLE);
        fill();
    }

    /** What stands goes on standing, and what is to stand is filled later, whatever changes until then. */
    private void failed(Throwable cause) {
        trouble.report(TROUBLE, "the names of all credentials could not be read; trying again later", cause);
        retry = environment.background().after(environment.sometimeWithin(RETRY), this::fillNext);
        if (closed) {
            close();
        }
    }

    /** Fingerprints of nothing that exists, each as likely as any other. */
    private LongUnaryOperator probes() {
        long from = environment.random().nextLong();
        return i -> keyed.hashLong(from + i).asLong();
    }

    /** How the filter is now. Takes some milliseconds if it has changed since that was asked last. */
    FilterStatus status() {
        CredentialFilter filter = standing;
        return filter == null
                ? new FilterStatus(false, 0, 0, 0, settings.falsePositives(), 0, 0, refused.sum())
                : filter.status(probes(), refused.sum());
    }

    /** Ends what is being done and lets the filter go. */
    void close() {
        closed = true;
        standing = null;
        next = null;
        Background.Task again = retry;
        if (again != null) {
            again.cancel();
        }
    }
}
