package io.tallygate;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Provenance;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes records that have a name and little else. */
final class NamedRecords {
    private NamedRecords() {}

    static CredentialId id(String name) {
        return new CredentialId(name);
    }

    static void insert(DirectoryAdmin directory, String name) {
        Entitlement entitlement = Entitlement.of(new AccountId("acme"), Provenance.recorded(id(name), null));
        directory.insert(new CredentialRecord(id(name), "tiny", List.of(), entitlement, false, 0));
    }

    static void insert(DirectoryAdmin directory, String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            insert(directory, prefix + i);
        }
    }

    /** A log that says so before each page of names. */
    static ChangeFeed telling(ChangeFeed feed, Consumer<@Nullable CredentialId> beforePage) {
        return new ChangeFeed() {
            @Override
            public State state() {
                return feed.state();
            }

            @Override
            public Reading changes(FeedPosition since, int limit) {
                return feed.changes(since, limit);
            }

            @Override
            public List<CredentialId> credentials(@Nullable CredentialId after, int limit) {
                beforePage.accept(after);
                return feed.credentials(after, limit);
            }
        };
    }
}
