package io.tallygate.directory;

import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Revocation;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The log of an {@link InMemoryDirectory}. It keeps the newest {@value #KEPT} changes. Tags are zero: the log lives and
 * dies with its directory, so there is no older copy that could grow otherwise. Thread-safe.
 */
final class MemoryFeed implements ChangeFeed {
    private static final int KEPT = 10_000;

    private final Deque<Change> kept = new ArrayDeque<>();
    private final Map<Revocation, Change.Revoked> revocations = new LinkedHashMap<>();
    private final NavigableSet<String> names = new ConcurrentSkipListSet<>();
    private final Set<Runnable> readers = new CopyOnWriteArraySet<>();
    private long number;

    /** To be called when the change has been made. */
    void append(Change change) {
        synchronized (this) {
            note(change);
            kept.addLast(change);
            number++;
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }
        readers.forEach(Runnable::run);
    }

    private void note(Change change) {
        if (change instanceof Change.Added added) {
            names.add(added.credential().value());
        } else if (change instanceof Change.Removed removed) {
            names.remove(removed.credential().value());
        } else if (change instanceof Change.Revoked revoked) {
            revocations.put(revoked.what(), revoked);
        } else if (change instanceof Change.Reinstated reinstated) {
            revocations.remove(reinstated.what());
        }
    }

    @Override
    public synchronized State state() {
        return new State(new FeedPosition(number, 0), List.copyOf(revocations.values()), null);
    }

    @Override
    public synchronized Reading changes(FeedPosition since, int limit) {
        long behind = number - since.number();
        if (behind < 0 || behind > kept.size() || since.tag() != 0) {
            return new Gap();
        }
        List<Change> page = new ArrayList<>();
        Iterator<Change> newestFirst = kept.descendingIterator();
        for (long skip = behind - limit; skip > 0; skip--) {
            newestFirst.next();
        }
        for (long left = Math.min(behind, limit); left > 0; left--) {
            page.add(0, newestFirst.next());
        }
        return new Page(page, new FeedPosition(since.number() + page.size(), 0), behind > page.size());
    }

    @Override
    public List<CredentialId> credentials(@Nullable CredentialId after, int limit) {
        NavigableSet<String> rest = after == null ? names : names.tailSet(after.value(), false);
        return rest.stream().limit(limit).map(CredentialId::new).toList();
    }

    @Override
    public Subscription subscribe(Background background, Runnable news) {
        // Its own object, so that the same action given twice is told twice and ends apart.
        Runnable reader = new Reader(news);
        readers.add(reader);
        return () -> readers.remove(reader);
    }

    private static final class Reader implements Runnable {
        private final Runnable news;

        Reader(Runnable news) {
            this.news = news;
        }

        @Override
        public void run() {
            news.run();
        }
    }
}
