package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.StaleVersionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the {@link ChangeFeed} of every directory must do. Extend it with a constructor of your own directory. */
public abstract class ChangeFeedContract {
    private static final AccountId ACME = new AccountId("acme");
    private static final int WRITERS = 8;
    private static final int CHANGES_OF_EACH = 30;

    private DirectoryAdmin directory;
    private ChangeFeed feed;

    /** An empty directory with a feed, whose log is at its start, for one test. */
    protected abstract DirectoryAdmin emptyDirectory();

    /** Makes the log forget all that was changed, as an operator or its own bound would. */
    protected abstract void cutLog(DirectoryAdmin directory);

    /** Takes a backup of the directory and gives what restores it; nothing for directories that have none. */
    protected Optional<Runnable> backUp() {
        return Optional.empty();
    }

    @BeforeEach
    void open() {
        directory = emptyDirectory();
        feed = directory.changes().orElseThrow();
    }

    @Test
    void hasNothingToSayAtFirst() {
        assertThat(feed.state()).isEqualTo(new ChangeFeed.State(FeedPosition.START, List.of(), null));
        assertThat(feed.changes(FeedPosition.START, 1))
                .isEqualTo(new ChangeFeed.Page(List.of(), FeedPosition.START, false));
        assertThat(feed.credentials(null, 1)).isEmpty();
    }

    @Test
    void saysEachChangeOnceAndInOrder() {
        Revocation what = new Revocation.OfAccount(ACME);
        CredentialRecord first = directory.insert(record("key-1"));
        directory.update(first.withDisabled(true));
        directory.assign(ACME, "starter");
        directory.revoke(what, null);
        directory.reinstate(what);
        directory.delete(id("key-1"), 2);
        assertThat(all(FeedPosition.START))
                .containsExactly(
                        new Change.Added(id("key-1")),
                        new Change.Updated(id("key-1"), 2),
                        new Change.Assigned(ACME, "starter"),
                        new Change.Revoked(what, null),
                        new Change.Reinstated(what),
                        new Change.Removed(id("key-1")));
        assertThat(feed.state().position().number()).isEqualTo(6);
    }

    @Test
    void saysNothingOfWhatWasRefused() {
        CredentialRecord first = directory.insert(record("key-1"));
        FeedPosition position = feed.state().position();
        assertThatThrownBy(() -> directory.insert(record("key-1"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> directory.update(first.withVersion(2))).isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> directory.delete(id("key-1"), 2)).isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> directory.assign(ACME, "two words")).isInstanceOf(IllegalArgumentException.class);
        directory.reinstate(new Revocation.OfAccount(ACME));
        assertThat(feed.state().position()).isEqualTo(position);
        assertThat(all(position)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 11, ChangeFeed.MAX_PAGE})
    void givesPagesThatFollowOneAnother(int limit) {
        for (int i = 0; i < 10; i++) {
            directory.assign(ACME, "plan-" + i);
        }
        FeedPosition position = FeedPosition.START;
        List<Change> read = new ArrayList<>();
        while (read.size() < 10) {
            ChangeFeed.Page page = page(position, limit);
            assertThat(page.changes()).hasSize(Math.min(limit, 10 - read.size()));
            assertThat(page(position, limit)).as("read again").isEqualTo(page);
            read.addAll(page.changes());
            assertThat(page.more()).isEqualTo(read.size() < 10);
            assertThat(page.next().number()).isEqualTo(read.size());
            position = page.next();
        }
        assertThat(read)
                .isEqualTo(IntStream.range(0, 10)
                        .mapToObj(i -> new Change.Assigned(ACME, "plan-" + i))
                        .toList());
        assertThat(position).isEqualTo(feed.state().position());
        assertThat(page(position, limit)).isEqualTo(new ChangeFeed.Page(List.of(), position, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, ChangeFeed.MAX_PAGE + 1, Integer.MAX_VALUE})
    void refusesToGiveNothingOrTooMuchAtOnce(int limit) {
        assertThatThrownBy(() -> feed.changes(FeedPosition.START, limit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> feed.credentials(null, limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsNoPositionThatItDidNotGive() {
        directory.assign(ACME, "starter");
        directory.assign(ACME, "pro");
        FeedPosition head = feed.state().position();
        FeedPosition middle = page(FeedPosition.START, 1).next();
        for (FeedPosition good : List.of(FeedPosition.START, middle, head)) {
            assertThat(feed.changes(good, 10)).isInstanceOf(ChangeFeed.Page.class);
            assertThat(feed.changes(new FeedPosition(good.number(), good.tag() ^ 1), 10))
                    .isEqualTo(new ChangeFeed.Gap());
        }
        assertThat(feed.changes(new FeedPosition(3, head.tag()), 10)).isEqualTo(new ChangeFeed.Gap());
        assertThat(feed.changes(new FeedPosition(Long.MAX_VALUE, head.tag()), 10))
                .isEqualTo(new ChangeFeed.Gap());
    }

    @Test
    void saysWhereTheLogWasCutAndGoesOnFromItsEnd() {
        directory.assign(ACME, "starter");
        FeedPosition middle = feed.state().position();
        directory.assign(ACME, "pro");
        cutLog(directory);
        FeedPosition end = feed.state().position();
        assertThat(feed.changes(FeedPosition.START, 10)).isEqualTo(new ChangeFeed.Gap());
        assertThat(feed.changes(middle, 10)).isEqualTo(new ChangeFeed.Gap());
        assertThat(all(end)).isEmpty();
        directory.assign(ACME, "enterprise");
        assertThat(all(end)).containsExactly(new Change.Assigned(ACME, "enterprise"));
        assertThat(feed.changes(FeedPosition.START, 10)).isEqualTo(new ChangeFeed.Gap());
    }

    @Test
    void tellsARestoredLogFromTheOneThatWasRead() {
        directory.assign(ACME, "starter");
        backUp().ifPresent(restore -> {
            FeedPosition before = feed.state().position();
            directory.assign(ACME, "lost");
            FeedPosition lost = feed.state().position();
            restore.run();
            assertThat(feed.changes(lost, 10)).as("ahead of it").isEqualTo(new ChangeFeed.Gap());
            directory.assign(ACME, "other");
            assertThat(feed.changes(lost, 10)).as("beside it").isEqualTo(new ChangeFeed.Gap());
            directory.assign(ACME, "third");
            assertThat(feed.changes(lost, 10)).as("behind it").isEqualTo(new ChangeFeed.Gap());
            assertThat(all(before))
                    .containsExactly(new Change.Assigned(ACME, "other"), new Change.Assigned(ACME, "third"));
        });
    }

    @ParameterizedTest
    @MethodSource("revocations")
    void keepsEveryRevocationWithItsEnd(Revocation what) {
        for (Instant until : new Instant[] {null, Instant.MAX, Instant.parse("2999-12-31T23:59:59.123456789Z")}) {
            directory.revoke(what, until);
            assertThat(feed.state().revocations()).containsExactly(new Change.Revoked(what, until));
        }
        directory.reinstate(what);
        assertThat(feed.state().revocations()).isEmpty();
        assertThat(all(FeedPosition.START))
                .hasSize(4)
                .startsWith(new Change.Revoked(what, null), new Change.Revoked(what, Instant.MAX))
                .endsWith(new Change.Reinstated(what));
    }

    static Stream<Revocation> revocations() {
        List<Revocation> plain = List.of(
                new Revocation.OfAccount(ACME),
                new Revocation.OfAccount(new AccountId("\\".repeat(128))),
                new Revocation.OfSubject(ACME, "ann"),
                new Revocation.OfSubject(ACME, ""),
                new Revocation.OfCredential(id("-")),
                new Revocation.OfKey("https://issuer", "key 1"),
                new Revocation.OfKey("", ""),
                new Revocation.OfKey("a b", "c"),
                new Revocation.OfKey("a", "b c"),
                new Revocation.OfToken("\0\r\n\\", "ü\u2028\ud83d\ude00"),
                new Revocation.OfToken("issuer", "\ud800"));
        Stream<Revocation> old = Stream.of(Instant.MIN, Instant.MAX, Instant.parse("2026-01-01T00:00:00.000000001Z"))
                .flatMap(it ->
                        Stream.of(new Revocation.IssuedBefore(it), new Revocation.IssuedBefore(it, plain.get(0))));
        return Stream.concat(
                Stream.concat(plain.stream(), old),
                plain.stream().map(it -> new Revocation.IssuedBefore(Instant.EPOCH, it)));
    }

    @Test
    void givesOfEachRevocationTheOneThatStands() {
        Revocation ended = new Revocation.OfAccount(ACME);
        Revocation standing = new Revocation.OfSubject(ACME, "ann");
        directory.revoke(standing, null);
        directory.revoke(ended, Instant.EPOCH);
        assertThat(feed.state().revocations()).containsExactly(new Change.Revoked(standing, null));
        directory.revoke(ended, null);
        directory.revoke(standing, Instant.EPOCH);
        assertThat(feed.state().revocations()).containsExactly(new Change.Revoked(ended, null));
    }

    @Test
    void namesAllCredentialsPageByPage() {
        List.of("e", "B", "c", "a", "D").forEach(id -> directory.insert(record(id)));
        assertThat(names(2)).containsExactlyInAnyOrder(id("B"), id("D"), id("a"), id("c"), id("e"));
        directory.delete(id("c"), 1);
        assertThat(names(1)).containsExactlyInAnyOrder(id("B"), id("D"), id("a"), id("e"));
        assertThat(feed.credentials(id("c"), 1)).as("from one that is gone").hasSize(1);
    }

    @Test
    void namesEachCredentialThatExistedAllTheWhile() throws Exception {
        List<CredentialId> old =
                IntStream.range(0, 30).mapToObj(i -> id("old-" + i)).toList();
        old.forEach(id -> directory.insert(record(id.value())));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (String prefix : List.of("new-", "pld-")) {
                writers.add(threads.submit(
                        () -> IntStream.range(0, 30).forEach(i -> directory.insert(record(prefix + i)))));
            }
            boolean last;
            do {
                last = writers.stream().allMatch(Future::isDone);
                assertThat(names(7)).containsAll(old).doesNotHaveDuplicates();
            } while (!last);
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(names(7)).hasSize(90);
    }

    /**
     * Writers change the same things at random. One reader follows from the start, others begin in between; in the end
     * each must know what the directory holds. The first one also checks that every line fits what it knows: that is so
     * only if the log has the order in which the changes were made.
     */
    @Test
    void losesNothingForThoseWhoFollowConcurrentWriters() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<FollowedDirectory> readers = new ArrayList<>(List.of(FollowedDirectory.fromStart(feed)));
        try {
            List<Future<Void>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(writer(i, random.nextLong())));
            }
            boolean last;
            do {
                last = writers.stream().allMatch(Future::isDone);
                if (readers.size() < 20 && random.nextInt(3) == 0) {
                    readers.add(FollowedDirectory.fromNow(directory));
                }
                readers.get(random.nextInt(readers.size())).read(1 + random.nextInt(20));
                readers.get(0).read(1 + random.nextInt(20));
            } while (!last);
            for (Future<Void> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        FollowedDirectory truth = FollowedDirectory.fromNow(directory);
        for (FollowedDirectory reader : readers) {
            reader.readToTheEnd();
            assertThat(reader.known()).as("seed %d", seed).isEqualTo(truth.known());
        }
        assertThat(feed.state().position().number()).as("seed %d", seed).isGreaterThan(WRITERS * CHANGES_OF_EACH / 2);
    }

    private Callable<Void> writer(int number, long seed) {
        Random random = new Random(seed);
        return () -> {
            for (int i = 0; i < CHANGES_OF_EACH; i++) {
                AccountId account = FollowedDirectory.ACCOUNTS.get(random.nextInt(FollowedDirectory.ACCOUNTS.size()));
                switch (random.nextInt(6)) {
                    case 0, 1 -> directory.insert(record("key-" + number + "-" + i));
                    case 2, 3 -> changeOne(random);
                    case 4 -> directory.assign(account, "plan-" + number + "-" + i);
                    default -> revokeOrReinstate(new Revocation.OfAccount(account), random);
                }
            }
            return null;
        };
    }

    private void changeOne(Random random) {
        List<CredentialId> ids = feed.credentials(null, 10);
        Optional<CredentialRecord> found =
                ids.isEmpty() ? Optional.empty() : directory.find(ids.get(random.nextInt(ids.size())));
        found.ifPresent(record -> {
            try {
                if (random.nextInt(4) == 0) {
                    directory.delete(record.id(), record.version());
                } else {
                    directory.update(record.withDisabled(!record.disabled()));
                }
            } catch (StaleVersionException overtaken) {
                assertThat(overtaken).hasMessageContaining(record.id().value());
            }
        });
    }

    private void revokeOrReinstate(Revocation what, Random random) {
        if (random.nextInt(3) == 0) {
            directory.reinstate(what);
        } else {
            directory.revoke(what, Instant.ofEpochSecond(32_503_680_000L + random.nextInt(1000)));
        }
    }

    private List<CredentialId> names(int limit) {
        List<CredentialId> all = new ArrayList<>();
        List<CredentialId> page = feed.credentials(null, limit);
        while (page.size() == limit) {
            all.addAll(page);
            page = feed.credentials(page.get(limit - 1), limit);
        }
        all.addAll(page);
        return all;
    }

    private List<Change> all(FeedPosition since) {
        return page(since, ChangeFeed.MAX_PAGE).changes();
    }

    private ChangeFeed.Page page(FeedPosition since, int limit) {
        ChangeFeed.Reading reading = feed.changes(since, limit);
        assertThat(reading).isInstanceOf(ChangeFeed.Page.class);
        return (ChangeFeed.Page) reading;
    }

    private static CredentialId id(String value) {
        return new CredentialId(value);
    }

    private static CredentialRecord record(String id) {
        Entitlement entitlement = Entitlement.of(ACME, Provenance.recorded(id(id), null));
        return new CredentialRecord(id(id), "api-key", List.of(), entitlement, false, 0);
    }
}
