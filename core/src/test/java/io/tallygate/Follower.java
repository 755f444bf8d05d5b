package io.tallygate;

import io.tallygate.model.FeedPosition;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a directory's log on behalf of some readers, whenever a test says so. For one thread. */
final class Follower {
    private final ChangeFeed feed;
    private final TimeSource time;
    private final List<? extends ChangeReader> readers;
    private @Nullable FeedPosition position;

    Follower(ChangeFeed feed, TimeSource time, List<? extends ChangeReader> readers) {
        this.feed = feed;
        this.time = time;
        this.readers = readers;
    }

    /** Begins anew, without reading on. */
    void begin() {
        ChangeFeed.State state = feed.state();
        readers.forEach(reader -> reader.begin(feed, state));
        position = state.position();
    }

    /** Reads to the end of the log, from the beginning if need be. */
    void pull() {
        if (position == null) {
            begin();
        }
        while (true) {
            long epochMillis = time.epochMillis();
            if (!(feed.changes(position, ChangeFeed.MAX_PAGE) instanceof ChangeFeed.Page page)) {
                begin();
                continue;
            }
            page.changes().forEach(change -> readers.forEach(reader -> reader.apply(change)));
            position = page.next();
            if (!page.more()) {
                readers.forEach(reader -> reader.caughtUp(epochMillis));
                return;
            }
        }
    }
}
