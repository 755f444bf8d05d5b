package io.tallygate.spi;

import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.FeedPosition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory's log of changes, which edges follow. Thread-safe; may block on I/O.
 *
 * <p><strong>The promise.</strong> A change is in the log as soon as it can be read from the directory, and the log never
 * changes behind a position that was given out: who has read {@link #state()} and then {@link #changes} from its position
 * on has missed nothing. Where the log cannot keep that, because it was cut or the directory was restored from a backup,
 * it answers {@link Gap}, and the reader begins anew from {@link #state()}.
 */
public interface ChangeFeed extends ChangeSignal {
    /** The most changes, or names, of one page. */
    int MAX_PAGE = 1_000;

    /**
     * Where a reader begins.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    State state();

    /**
     * The changes behind a position, oldest first.
     *
     * @param limit the most to give at once, in [1, {@value #MAX_PAGE}]
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    Reading changes(FeedPosition since, int limit);

    /**
     * The names of all records, page by page in an order of the directory's own: who has read them all, has read each
     * that existed from beginning to end.
     *
     * @param after the last one of the page before; null for the first page
     * @param limit the most to give at once, in [1, {@value #MAX_PAGE}]
     * @return fewer than the limit only at the end
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    List<CredentialId> credentials(@Nullable CredentialId after, int limit);

    /** {@inheritDoc} Unless overridden, nothing is ever said. */
    @Override
    default Subscription subscribe(Background background, Runnable news) {
        return () -> {};
    }

    /**
     * Where a reader begins.
     *
     * @param position behind the newest change that is in what is read from now on
     * @param revocations those that stand
     * @param asOf null when this is how things are now; else when they were so, for directories that answer from memory
     *     of the centre
     */
    record State(
            FeedPosition position,
            List<Change.Revoked> revocations,
            @Nullable Instant asOf) {
        /** Copies the list. */
        public State {
            Objects.requireNonNull(position, "position");
            revocations = List.copyOf(revocations);
        }
    }

    /** What a reader finds behind its position. */
    sealed interface Reading permits Page, Gap {}

    /**
     * The changes behind the reader's position.
     *
     * @param changes oldest first; empty when there is none
     * @param next the position behind the last of them
     * @param more whether there were more than fit
     * @param asOf null when these are all there are now; else when they were all, for directories that answer from a copy
     *     of the log
     */
    record Page(
            List<Change> changes,
            FeedPosition next,
            boolean more,
            @Nullable Instant asOf) implements Reading {
        /** Copies the list. */
        public Page {
            Objects.requireNonNull(next, "next");
            changes = List.copyOf(changes);
        }

        /** From the log itself. */
        public Page(List<Change> changes, FeedPosition next, boolean more) {
            this(changes, next, more, null);
        }
    }

    /** The log does not reach back to that position, or never had it: begin anew from {@link #state()}. */
    record Gap() implements Reading {}
}
