package io.tallygate;

import io.tallygate.model.FeedPosition;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.ChangeFeed.Page;
import io.tallygate.spi.ChangeFeed.Reading;
import io.tallygate.spi.ChangeFeed.State;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the directory's log from where it was left to its end, and hands what it finds to those who rest on it. Where
 * the log has a gap, or something went wrong between reading and handing over, it begins anew: from the state, which is
 * asked for first, and then by reading the records behind all live sessions again. In that order: what changes after
 * the state was given out stands in the log behind it, and what changed before is seen by who reads after.
 *
 * <p>For one thread at a time; a call that was given up touches nothing when it returns.
 */
final class LogReading {
    private final ChangeFeed feed;
    private final List<ChangeReader> readers;
    private final Rereading rereading;
    private final Freshness freshness;
    private final TimeSource time;
    private final Trouble trouble;

    /** Where to read on; null: begin anew. */
    private @Nullable FeedPosition position;

    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong gaps = new AtomicLong();

    LogReading(
            ChangeFeed feed,
            List<ChangeReader> readers,
            Rereading rereading,
            Freshness freshness,
            TimeSource time,
            Trouble trouble) {
        this.feed = feed;
        this.readers = List.copyOf(readers);
        this.rereading = rereading;
        this.freshness = freshness;
        this.time = time;
        this.trouble = trouble;
    }

    /** How many changes were handed over. */
    long changes() {
        return changes.get();
    }

    /** How often the log had a gap. */
    long gaps() {
        return gaps.get();
    }

    /**
     * Reads on to the end.
     *
     * @throws RuntimeException or what else a directory may throw; the next reading goes on from where this one came to
     */
    void readOn(DirectoryCalls calls) {
        FeedPosition since = position;
        boolean anew = since == null;
        since = since == null ? begin(calls) : since;
        while (true) {
            FeedPosition here = since;
            long nanos = time.nanos();
            long epochMillis = time.epochMillis();
            Reading reading = calls.make(() -> feed.changes(here, ChangeFeed.MAX_PAGE));
            if (!(reading instanceof Page page)) {
                gap(anew);
                anew = true;
                since = begin(calls);
                continue;
            }
            since = apply(page, here);
            if (!page.more()) {
                caughtUp(nanos, epochMillis, page.asOf());
                return;
            }
        }
    }

    private FeedPosition begin(DirectoryCalls calls) {
        long nanos = time.nanos();
        long epochMillis = time.epochMillis();
        State state = calls.make(feed::state);
        readers.forEach(reader -> reader.begin(feed, state));
        rereading.readAllOrEnd(calls);
        freshness.upTo(nanos - lag(state.asOf(), epochMillis).toNanos());
        freshness.begin();
        position = state.position();
        return state.position();
    }

    private void gap(boolean anew) {
        position = null;
        if (anew) {
            throw new IllegalStateException("the log has a gap right behind the state it gave out");
        }
        gaps.incrementAndGet();
        trouble.say("feed-gap", "the log of changes has a gap; all is read again");
    }

    private FeedPosition apply(Page page, FeedPosition since) {
        requireProgress(page, since);
        position = null; // until all of it has been handed over
        page.changes().forEach(change -> readers.forEach(reader -> reader.apply(change)));
        position = page.next();
        changes.addAndGet(page.changes().size());
        return page.next();
    }

    /** A log that stands still or goes back would be read for ever. */
    private static void requireProgress(Page page, FeedPosition since) {
        long moved = page.next().number() - since.number();
        boolean still = page.changes().isEmpty() && !page.more();
        if (still ? moved < 0 : moved <= 0) {
            throw new IllegalStateException("the log gave out " + page.changes().size() + " changes and moved by "
                    + moved + " from number " + since.number());
        }
    }

    private void caughtUp(long nanos, long epochMillis, @Nullable Instant asOf) {
        Duration lag = lag(asOf, epochMillis);
        freshness.upTo(nanos - lag.toNanos());
        readers.forEach(reader -> reader.caughtUp(epochMillis - lag.toMillis()));
        trouble.over("feed-gap");
    }

    /** How old what comes from a copy was when it was asked for. */
    private static Duration lag(@Nullable Instant asOf, long epochMillis) {
        Instant now = Instant.ofEpochMilli(epochMillis);
        return asOf == null || asOf.isAfter(now) ? Duration.ZERO : Duration.between(asOf, now);
    }
}
