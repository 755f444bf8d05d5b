package io.tallygate.directory;

import io.tallygate.model.AuditEntry;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Revocation;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The two books of an {@link InMemoryDirectory}, its log of changes and its audit entries, and its revocations. Of each
 * book it keeps the newest {@value #KEPT}. All tags are the same, by which this log is told from those of other
 * directories: readers may have kept positions of one that an earlier process had. There is no older copy of itself.
 *
 * <p>Thread-safe. All changes are made under the one lock under which the log is read, so the order of the log is the
 * order of the changes, and nobody who reads the log finds it behind the records.
 */
final class MemoryFeed implements ChangeFeed {
    static final int KEPT = 10_000;

    private final NavigableMap<CredentialId, ?> records;
    private final TimeSource time;
    private final long tag;
    private final Deque<Change> log = new ArrayDeque<>();
    private final Deque<AuditEntry> entries = new ArrayDeque<>();
    private final Map<Revocation, Change.Revoked> revocations = new LinkedHashMap<>();
    private final Set<Reader> readers = new CopyOnWriteArraySet<>();
    private long number;

    /**
     * For these records.
     *
     * @param records safe for concurrent use
     * @param tag chosen at random
     */
    MemoryFeed(NavigableMap<CredentialId, ?> records, TimeSource time, long tag) {
        this.records = records;
        this.time = time;
        this.tag = tag;
    }

    /**
     * Makes a change and writes it down. Readers are told when that is done.
     *
     * @return what was written; null when there was nothing to change
     */
    @Nullable
    AuditEntry write(Making change) {
        AuditedChange made;
        synchronized (this) {
            made = change.make();
            if (made == null) {
                return null;
            }
            number++;
            keep(log, made.change());
            keep(entries, made.entry());
        }
        readers.forEach(Reader::tell);
        return made.entry();
    }

    private static <T> void keep(Deque<T> book, T line) {
        book.addLast(line);
        if (book.size() > KEPT) {
            book.removeFirst();
        }
    }

    /** To be called while making a change. */
    Change.@Nullable Revoked put(Change.Revoked revoked) {
        return revocations.put(revoked.what(), revoked);
    }

    /** To be called while making a change. */
    Change.@Nullable Revoked remove(Revocation what) {
        return revocations.remove(what);
    }

    /** The newest entries of a thing, newest first. */
    synchronized List<AuditEntry> history(String what, int limit) {
        return newestFirst(entries)
                .filter(entry -> entry.what().equals(what))
                .limit(limit)
                .toList();
    }

    private static Stream<AuditEntry> newestFirst(Deque<AuditEntry> entries) {
        Iterable<AuditEntry> descending = entries::descendingIterator;
        return StreamSupport.stream(descending.spliterator(), false);
    }

    @Override
    public synchronized State state() {
        Instant now = Instant.ofEpochMilli(time.epochMillis());
        revocations.values().removeIf(revoked -> revoked.until() != null && !now.isBefore(revoked.until()));
        return new State(position(number), List.copyOf(revocations.values()), null);
    }

    @Override
    public synchronized Reading changes(FeedPosition since, int limit) {
        PageLimit.require(limit);
        long behind = number - since.number();
        if (behind < 0 || behind > log.size() || !since.equals(position(since.number()))) {
            return new Gap();
        }
        List<Change> page = log.stream().skip(log.size() - behind).limit(limit).toList();
        return new Page(page, position(since.number() + page.size()), behind > page.size());
    }

    private FeedPosition position(long behind) {
        return behind == 0 ? FeedPosition.START : new FeedPosition(behind, tag);
    }

    @Override
    public List<CredentialId> credentials(@Nullable CredentialId after, int limit) {
        PageLimit.require(limit);
        NavigableMap<CredentialId, ?> rest = after == null ? records : records.tailMap(after, false);
        return rest.keySet().stream().limit(limit).toList();
    }

    @Override
    public Subscription subscribe(Background background, Runnable news) {
        Reader reader = new Reader(news);
        readers.add(reader);
        return () -> readers.remove(reader);
    }

    /** What changes the directory. */
    @FunctionalInterface
    interface Making {
        /** Makes the change, or throws and changes nothing; null when there is nothing to change. */
        @Nullable
        AuditedChange make();
    }

    /** Its own object, so that the same action given twice is told twice and ends apart. */
    private static final class Reader {
        private final Runnable news;

        Reader(Runnable news) {
            this.news = news;
        }

        void tell() {
            news.run();
        }
    }
}
