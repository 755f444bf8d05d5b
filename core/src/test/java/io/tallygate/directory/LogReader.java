package io.tallygate.directory;

import io.tallygate.model.Change;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows a log as a gate does, one pull at a time. */
final class LogReader {
    private final ChangeFeed feed;
    final Set<Revocation> revoked = new HashSet<>();
    final List<Change> read = new ArrayList<>();

    @Nullable
    FeedPosition position;

    ChangeFeed.@Nullable State state;
    int begun;

    LogReader(ChangeFeed feed) {
        this.feed = feed;
    }

    /** Reads to the end; says whether the directory could be asked. */
    boolean pull() {
        try {
            begin();
            boolean more = true;
            while (more) {
                if (feed.changes(position, 2) instanceof ChangeFeed.Page page) {
                    page.changes().forEach(this::apply);
                    position = page.next();
                    more = page.more();
                } else {
                    position = null;
                    begin();
                }
            }
            return true;
        } catch (DirectoryUnavailableException away) {
            return false;
        }
    }

    private void begin() {
        if (position == null) {
            ChangeFeed.State first = feed.state();
            state = first;
            position = first.position();
            revoked.clear();
            first.revocations().forEach(this::apply);
            begun++;
        }
    }

    private void apply(Change change) {
        read.add(change);
        if (change instanceof Change.Revoked more) {
            revoked.add(more.what());
        } else if (change instanceof Change.Reinstated less) {
            revoked.remove(less.what());
        }
    }
}
