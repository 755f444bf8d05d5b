package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader of a feed knows who applies each change to what it knew, and looks nothing up. No id may be given to a
 * second record while it reads.
 */
final class FollowedDirectory {
    /** All there are. */
    static final List<AccountId> ACCOUNTS =
            List.of(new AccountId("acme"), new AccountId("globex"), new AccountId("initech"));

    private final ChangeFeed feed;
    private final boolean strict;
    private final Map<String, Long> versions = new TreeMap<>();
    private final Map<AccountId, String> plans = new HashMap<>();
    private final Map<Revocation, Change.Revoked> revocations = new HashMap<>();
    private FeedPosition position;

    private FollowedDirectory(ChangeFeed feed, FeedPosition position, boolean strict) {
        this.feed = feed;
        this.position = position;
        this.strict = strict;
    }

    /** Knows nothing yet, and checks that each change fits what is known. */
    static FollowedDirectory fromStart(ChangeFeed feed) {
        return new FollowedDirectory(feed, FeedPosition.START, true);
    }

    /** Begins with a state, and what is read after it, which may be newer. */
    static FollowedDirectory fromNow(DirectoryAdmin directory) {
        ChangeFeed feed = directory.changes().orElseThrow();
        ChangeFeed.State state = feed.state();
        FollowedDirectory reader = new FollowedDirectory(feed, state.position(), false);
        state.revocations().forEach(reader::apply);
        ACCOUNTS.forEach(account -> directory.plan(account).ifPresent(plan -> reader.plans.put(account, plan)));
        directory
                .list(ACCOUNTS.get(0))
                .forEach(it -> reader.versions.put(it.id().value(), it.version()));
        return reader;
    }

    /** Reads one page; says whether there is more. */
    boolean read(int limit) {
        ChangeFeed.Reading reading = feed.changes(position, limit);
        assertThat(reading).as("behind %s", position).isInstanceOf(ChangeFeed.Page.class);
        ChangeFeed.Page page = (ChangeFeed.Page) reading;
        page.changes().forEach(this::apply);
        position = page.next();
        return page.more();
    }

    void readToTheEnd() {
        boolean more;
        do {
            more = read(ChangeFeed.MAX_PAGE);
        } while (more);
    }

    /** For comparison with what another one knows. */
    List<Map<?, ?>> known() {
        return List.of(versions, plans, revocations);
    }

    private void apply(Change change) {
        if (change instanceof Change.Added added) {
            move(added.credential(), 0, 1);
        } else if (change instanceof Change.Updated updated) {
            move(updated.credential(), updated.version() - 1, updated.version());
        } else if (change instanceof Change.Removed removed) {
            Long known = versions.remove(removed.credential().value());
            assertThat(known != null || !strict)
                    .as("known before it is removed")
                    .isTrue();
        } else if (change instanceof Change.Assigned assigned) {
            plans.put(assigned.account(), assigned.plan());
        } else if (change instanceof Change.Revoked revoked) {
            revocations.put(revoked.what(), revoked);
        } else if (change instanceof Change.Reinstated reinstated) {
            Change.Revoked known = revocations.remove(reinstated.what());
            assertThat(known != null || !strict)
                    .as("revoked before it is reinstated")
                    .isTrue();
        }
    }

    /** What was read after the state may be newer than the change; it may even be gone, and its end is yet to come. */
    private void move(CredentialId id, long from, long to) {
        long known = versions.getOrDefault(id.value(), 0L);
        if (strict) {
            assertThat(known).as("version of %s before %d", id, to).isEqualTo(from);
        }
        versions.put(id.value(), Math.max(known, to));
    }
}
