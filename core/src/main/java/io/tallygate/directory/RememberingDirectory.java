package io.tallygate.directory;

import io.tallygate.directory.Recollection.LookUp;
import io.tallygate.directory.Recollection.Moment;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.FeedPosition;
import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.ContinuedDirectory;
import io.tallygate.spi.Directory;
import io.tallygate.spi.TimeSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes calls on to a directory, remembers what it said, and answers from that while it is away. The log of changes is
 * never answered from memory, only where it begins: so as soon as the directory answers, its reader goes on from there.
 * Thread-safe.
 */
final class RememberingDirectory implements ContinuedDirectory {
    private final Directory centre;
    private final ChangeFeed log;
    private final Recollection known;
    private final SnapshotKeeping keeping;
    private final Contact contact;
    private final TimeSource time;

    RememberingDirectory(
            Directory centre, ChangeFeed log, Recollection known, SnapshotKeeping keeping, TimeSource time) {
        this.centre = centre;
        this.log = log;
        this.known = known;
        this.keeping = keeping;
        this.contact = new Contact("the directory", "what is remembered of it", time);
        this.time = time;
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        return contact.ask(
                () -> {
                    try (LookUp lookUp = known.lookUp()) {
                        Optional<CredentialRecord> found = Objects.requireNonNull(centre.find(id), "the answer");
                        lookUp.found(id, found);
                        return found;
                    }
                },
                () -> Optional.of(known.find(id)));
    }

    @Override
    public Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        return contact.ask(
                () -> {
                    try (LookUp lookUp = known.lookUp()) {
                        Map<CredentialId, CredentialRecord> found = centre.findAll(ids);
                        ids.forEach(id -> lookUp.found(id, Optional.ofNullable(found.get(id))));
                        return found;
                    }
                },
                () -> known.findAll(ids));
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return contact.ask(
                () -> {
                    try (LookUp lookUp = known.lookUp()) {
                        Optional<String> found = Objects.requireNonNull(centre.plan(account), "the answer");
                        lookUp.found(account, found);
                        return found;
                    }
                },
                () -> known.plan(account));
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return Optional.of(new RememberedFeed());
    }

    @Override
    public void close() {
        keeping.close();
    }

    private final class RememberedFeed implements ChangeFeed {
        @Override
        public State state() {
            return contact.ask(this::present, known::state);
        }

        private State present() {
            Moment asked = Moment.now(time);
            State state = log.state();
            catchUp(state, asked);
            return state;
        }

        /** What is remembered is brought to where the log is now, or forgotten where the log does not reach back to it. */
        private void catchUp(State state, Moment asked) {
            FeedPosition here = known.position();
            while (here != null) {
                if (!(read(here, MAX_PAGE) instanceof Page page)) {
                    break;
                }
                if (!page.more() || page.next().number() <= here.number()) {
                    return;
                }
                here = page.next();
            }
            known.begin(here, state, asked);
        }

        private Reading read(FeedPosition since, int limit) {
            Moment asked = Moment.now(time);
            Reading reading = log.changes(since, limit);
            if (reading instanceof Page page) {
                known.read(since, page, asked);
            }
            return reading;
        }

        @Override
        public Reading changes(FeedPosition since, int limit) {
            return contact.askFirst(() -> read(since, limit));
        }

        @Override
        public List<CredentialId> credentials(@Nullable CredentialId after, int limit) {
            return contact.askFirst(() -> log.credentials(after, limit));
        }

        @Override
        public Subscription subscribe(Background background, Runnable news) {
            return log.subscribe(background, news);
        }
    }
}
