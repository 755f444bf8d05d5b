package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.ChangeFeedContract;
import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.CredentialId;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryFeedTest extends ChangeFeedContract {
    private static final AccountId ACME = new AccountId("acme");
    private static final Revocation KEY = new Revocation.OfCredential(new CredentialId("key-1"));

    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private final ChangeFeed feed = directory.changes().orElseThrow();

    @Override
    protected DirectoryAdmin emptyDirectory() {
        return new InMemoryDirectory();
    }

    @Override
    protected void cutLog(DirectoryAdmin directory) {
        for (int i = 0; i < MemoryFeed.KEPT; i++) {
            directory.assign(ACME, "plan");
        }
    }

    @Test
    void tellsEachReaderOfEachChangeUntilHeEnds() {
        List<Long> told = new ArrayList<>();
        Runnable news = () -> told.add(feed.state().position().number());
        ChangeFeed.Subscription first = feed.subscribe(time, news);
        ChangeFeed.Subscription second = feed.subscribe(time, news);
        directory.assign(ACME, "starter");
        directory.reinstate(KEY);
        second.close();
        second.close();
        directory.by("alice").assign(ACME, "pro");
        first.close();
        directory.assign(ACME, "enterprise");
        assertThat(told).containsExactly(1L, 1L, 2L);
    }

    @Test
    void knowsNoPositionOfADirectoryThatWasThereBefore() {
        directory.assign(ACME, "starter");
        FeedPosition before = feed.state().position();
        InMemoryDirectory next = new InMemoryDirectory(time);
        next.assign(ACME, "other");
        assertThat(next.changes().orElseThrow().changes(before, 10)).isEqualTo(new ChangeFeed.Gap());
    }

    @Test
    void endsRevocationsByItsOwnTime() {
        directory.revoke(KEY, time.instant().plusMillis(2));
        time.advance(Duration.ofMillis(1));
        assertThat(feed.state().revocations()).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(feed.state().revocations()).isEmpty();
    }

    @Test
    void datesItsAuditEntriesAndKeepsTheNewestOfThem() {
        directory.revoke(KEY, null);
        time.advance(Duration.ofHours(1));
        directory.revoke(KEY, null);
        assertThat(directory.history(new CredentialId("key-1"), 10))
                .extracting(AuditEntry::at)
                .containsExactly(time.instant(), time.instant().minus(Duration.ofHours(1)));
        for (int i = 0; i < MemoryFeed.KEPT - 1; i++) {
            directory.assign(ACME, "plan");
        }
        assertThat(directory.history(new CredentialId("key-1"), 10))
                .extracting(AuditEntry::at)
                .containsExactly(time.instant());
    }
}
