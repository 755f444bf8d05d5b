package io.tallygate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.FeedPosition;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.testing.FaultyDirectory.Calls;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultyDirectoryTest {
    private static final CredentialId ID = new CredentialId("key-1");
    private static final AccountId ACCOUNT = new AccountId("acme");

    private final FaultyDirectory directory = FaultyDirectory.around(new Directory() {
        @Override
        public Optional<CredentialRecord> find(CredentialId id) {
            return Optional.empty();
        }

        @Override
        public Optional<String> plan(AccountId account) {
            return Optional.of("starter");
        }
    });

    @Test
    void passesAndCountsCallsWhenHealthy() {
        assertThat(directory.find(ID)).isEmpty();
        assertThat(directory.plan(ACCOUNT)).contains("starter");
        assertThat(directory.findAll(java.util.List.of(ID))).isEmpty();
        assertThat(directory.calls()).isEqualTo(3);
    }

    @Test
    void failsAsToldAndRecovers() {
        directory.down();
        assertThatThrownBy(() -> directory.find(ID)).isInstanceOf(DirectoryUnavailableException.class);
        directory.throwing(() -> new IOException("planted"));
        assertThatThrownBy(() -> directory.find(ID)).isInstanceOf(IOException.class);
        directory.throwing(StackOverflowError::new);
        assertThatThrownBy(() -> directory.plan(ACCOUNT)).isInstanceOf(StackOverflowError.class);
        directory.answeringNull();
        assertThat(directory.find(ID)).isNull();
        directory.healthy();
        assertThat(directory.plan(ACCOUNT)).contains("starter");
        assertThat(directory.calls()).isEqualTo(5);
    }

    @Test
    void hangsUntilHealthy() throws Exception {
        directory.hanging();
        CompletableFuture<Optional<String>> answer = CompletableFuture.supplyAsync(() -> directory.plan(ACCOUNT));
        while (directory.calls() == 0) {
            Thread.onSpinWait();
        }
        assertThat(answer).isNotDone();
        directory.healthy();
        assertThat(answer.get(10, TimeUnit.SECONDS)).contains("starter");
    }

    @Test
    void delaysByMovingTheTime() {
        ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
        directory.delayedBy(() -> time.advance(java.time.Duration.ofSeconds(3)));
        assertThat(directory.plan(ACCOUNT)).contains("starter");
        assertThat(time.instant()).isEqualTo("2026-01-31T23:59:03Z");
    }

    @Test
    void failsInItsLogOfChangesAsWellOrThereAlone() {
        InMemoryDirectory behind = new InMemoryDirectory();
        behind.assign("acme", "gold");
        FaultyDirectory faulty = FaultyDirectory.around(behind);
        ChangeFeed feed = faulty.changes().orElseThrow();
        faulty.down();
        assertThatThrownBy(feed::state).isInstanceOf(DirectoryUnavailableException.class);
        faulty.only(Calls.LOOK_UPS);
        assertThat(feed.state().position().number()).isOne();
        faulty.only(Calls.FEED);
        assertThat(faulty.plan(ACCOUNT)).contains("gold");
        faulty.answeringNull();
        assertThat(feed.changes(FeedPosition.START, 10)).isNull();
        assertThat(feed.subscribe(ManualTime.at("2026-01-31T23:59:00Z"), () -> {}))
                .isNotNull();
        assertThat(faulty.feedCalls()).isEqualTo(4);
        assertThat(faulty.calls()).isOne();
    }

    @Test
    void letsItsLogLie() {
        InMemoryDirectory behind = new InMemoryDirectory();
        behind.assign("acme", "gold");
        FaultyDirectory faulty = FaultyDirectory.around(behind);
        ChangeFeed feed = faulty.changes().orElseThrow();
        ChangeFeed.Page truth = (ChangeFeed.Page) feed.changes(FeedPosition.START, 10);
        faulty.standingStill();
        assertThat(feed.changes(FeedPosition.START, 10))
                .isEqualTo(new ChangeFeed.Page(truth.changes(), FeedPosition.START, true));
        faulty.sayingGap();
        assertThat(feed.changes(FeedPosition.START, 10)).isInstanceOf(ChangeFeed.Gap.class);
        faulty.answeringAsOf(Instant.EPOCH);
        assertThat(feed.state().asOf()).isEqualTo(Instant.EPOCH);
        assertThat(feed.changes(FeedPosition.START, 10))
                .isEqualTo(new ChangeFeed.Page(truth.changes(), truth.next(), false, Instant.EPOCH));
    }

    @Test
    void tellsOfNewsUnlessToldNotTo() {
        InMemoryDirectory behind = new InMemoryDirectory();
        FaultyDirectory faulty = FaultyDirectory.around(behind);
        AtomicInteger news = new AtomicInteger();
        faulty.changes().orElseThrow().subscribe(ManualTime.at("2026-01-31T23:59:00Z"), news::incrementAndGet);
        behind.assign("acme", "gold");
        faulty.telling(false);
        behind.assign("acme", "silver");
        assertThat(news).hasValue(1);
        assertThat(directory.changes()).as("of a directory without a log").isEmpty();
    }
}
