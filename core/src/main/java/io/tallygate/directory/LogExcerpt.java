package io.tallygate.directory;

import io.tallygate.model.Change;
import io.tallygate.model.FeedPosition;
import io.tallygate.spi.ChangeFeed;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a table of changes gave at one moment.
 *
 * @param head the position behind its newest change
 * @param lines from the one before the reader's position on, in order, as far as they are there
 */
record LogExcerpt(FeedPosition head, List<Line> lines) {
    private static final Logger LOG = LoggerFactory.getLogger(LogExcerpt.class);

    /**
     * One line.
     *
     * @param behind the position behind its change
     */
    record Line(FeedPosition behind, String text) {}

    /**
     * What a reader at that position is to be told. A gap, unless the lines are there without a hole and can all be
     * understood: a change that is skipped would be one that never happens, but a reader who begins anew rests on nothing
     * that it could have changed.
     */
    ChangeFeed.Reading after(FeedPosition since, int limit) {
        if (since.equals(head)) {
            return new ChangeFeed.Page(List.of(), since, false);
        }
        boolean first = since.equals(FeedPosition.START);
        if (!first && (lines.isEmpty() || !lines.get(0).behind().equals(since))) {
            return new ChangeFeed.Gap();
        }
        List<Line> rest = first ? lines : lines.subList(1, lines.size());
        return isWhole(rest, since.number(), limit) ? page(rest) : new ChangeFeed.Gap();
    }

    /** Lines are in order and have numbers of their own: so none is missing when there are as many as their numbers span. */
    private boolean isWhole(List<Line> rest, long since, int limit) {
        long due = Math.min(limit, head.number() - since);
        return due > 0
                && rest.size() == due
                && rest.get(rest.size() - 1).behind().number() == since + due;
    }

    private ChangeFeed.Reading page(List<Line> rest) {
        List<Change> changes = new ArrayList<>(rest.size());
        for (Line line : rest) {
            try {
                changes.add(ChangeText.read(line.text()));
            } catch (RuntimeException unreadable) {
                LOG.warn(
                        "change {} of the directory is unreadable: it was written by something else or a newer version;"
                                + " edges begin anew behind it",
                        line.behind().number());
                return new ChangeFeed.Gap();
            }
        }
        FeedPosition next = rest.get(rest.size() - 1).behind();
        return new ChangeFeed.Page(changes, next, next.number() < head.number());
    }
}
