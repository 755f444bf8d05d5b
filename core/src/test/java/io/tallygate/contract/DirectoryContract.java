package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Network;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Revocation;
import io.tallygate.model.Scope;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.StaleVersionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link DirectoryAdmin} must do. Extend it with a constructor of your own directory. */
public abstract class DirectoryContract extends CredentialUseContract {
    private static final AccountId ACME = new AccountId("acme");
    private static final int WRITERS = 4;

    @Test
    void findsWhatWasInsertedAtVersionOne() {
        CredentialRecord stored = directory.insert(record("key-1"));
        assertThat(stored).isEqualTo(record("key-1").withVersion(1));
        assertThat(stored.entitlement().version()).isOne();
        assertThat(directory.find(id("key-1"))).contains(stored);
    }

    @Test
    void findsNothingUnderUnknownIds() {
        directory.insert(record("key-1"));
        assertThat(directory.find(id("key-2"))).isEmpty();
        assertThat(directory.find(id("KEY-1"))).isEmpty();
        assertThat(directory.find(id("key-1%"))).isEmpty();
        assertThat(directory.find(id("key_1"))).isEmpty();
        assertThat(directory.plan(ACME)).isEmpty();
        assertThat(directory.list(ACME)).hasSize(1);
        assertThat(directory.list(new AccountId("ACME"))).isEmpty();
    }

    @Test
    void refusesToInsertAnIdTwiceAndKeepsTheFirst() {
        CredentialRecord first = directory.insert(record("key-1"));
        assertThatThrownBy(() -> directory.insert(record("key-1").withDisabled(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key-1");
        assertThat(directory.find(id("key-1"))).contains(first);
    }

    @Test
    void refusesToInsertWhatHasAVersionAlready() {
        assertThatThrownBy(() -> directory.insert(record("key-1").withVersion(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(directory.find(id("key-1"))).isEmpty();
    }

    @Test
    void findsSeveralAtOnceAndLeavesOutTheUnknown() {
        CredentialRecord first = directory.insert(record("key-1"));
        CredentialRecord second = directory.insert(record("key-2"));
        directory.insert(record("key-3"));
        assertThat(directory.findAll(List.of(id("key-1"), id("key-2"), id("none"))))
                .isEqualTo(Map.of(id("key-1"), first, id("key-2"), second));
        assertThat(directory.findAll(List.of())).isEmpty();
    }

    @Test
    void findsAThousandAtOnce() {
        List<CredentialId> ids =
                IntStream.range(0, 1000).mapToObj(i -> id("key-" + i)).toList();
        directory.insert(record("key-999"));
        assertThat(directory.findAll(ids)).containsOnlyKeys(id("key-999"));
    }

    @Test
    void countsAVersionForEachUpdate() {
        CredentialRecord stored = directory.insert(record("key-1"));
        for (long version = 2; version <= 5; version++) {
            stored = directory.update(stored.withDisabled(version % 2 == 0));
            assertThat(stored.version()).isEqualTo(version);
            assertThat(stored.entitlement().version()).isEqualTo(version);
            assertThat(directory.find(id("key-1"))).contains(stored);
        }
    }

    @Test
    void replacesEveryFieldOnUpdate() {
        CredentialRecord stored = directory.insert(record("key-1"));
        CredentialRecord other = new CredentialRecord(
                id("key-1"),
                "other-kind",
                "other label",
                List.of(new StoredSecret("plain", "x", Instant.EPOCH)),
                Entitlement.of(new AccountId("globex"), Provenance.token("issuer", "k", "t", null)),
                true,
                stored.version());
        assertThat(directory.update(other)).isEqualTo(other.withVersion(2));
        assertThat(directory.find(id("key-1"))).contains(other.withVersion(2));
        assertThat(directory.list(ACME)).isEmpty();
        assertThat(directory.list(new AccountId("globex"))).hasSize(1);
    }

    @Test
    void refusesAStaleUpdateAndChangesNothing() {
        CredentialRecord first = directory.insert(record("key-1"));
        CredentialRecord second = directory.update(first.withDisabled(true));
        assertThatThrownBy(() -> directory.update(first)).isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> directory.update(second.withVersion(3))).isInstanceOf(StaleVersionException.class);
        assertThat(directory.find(id("key-1"))).contains(second);
    }

    @Test
    void refusesToUpdateOrDeleteWhatIsNotThere() {
        assertThatThrownBy(() -> directory.update(record("key-1").withVersion(1)))
                .isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> directory.update(record("key-1"))).isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> directory.delete(id("key-1"), 1)).isInstanceOf(StaleVersionException.class);
        assertThat(directory.find(id("key-1"))).isEmpty();
    }

    @Test
    void deletesOnlyAtTheVersionThatWasRead() {
        CredentialRecord first = directory.insert(record("key-1"));
        CredentialRecord second = directory.update(first);
        assertThatThrownBy(() -> directory.delete(id("key-1"), first.version()))
                .isInstanceOf(StaleVersionException.class);
        assertThat(directory.find(id("key-1"))).contains(second);
        directory.delete(id("key-1"), second.version());
        assertThat(directory.find(id("key-1"))).isEmpty();
        assertThat(directory.insert(record("key-1")).version()).isOne();
    }

    @Test
    void listsAnAccountInOrderOfId() {
        directory.insert(record("b"));
        directory.insert(record("a"));
        directory.insert(record("B"));
        directory.insert(record("~"));
        CredentialRecord other = record("0");
        directory.insert(other.withEntitlement(
                Entitlement.of(new AccountId("globex"), other.entitlement().provenance())));
        assertThat(directory.list(ACME))
                .extracting(record -> record.id().value())
                .containsExactly("B", "a", "b", "~");
        assertThat(directory.list(new AccountId("nobody"))).isEmpty();
    }

    @Test
    void listsAnAccountPageByPage() {
        directory.assign(ACME, "starter");
        for (String id : List.of("e", "B", "c", "a", "D")) {
            directory.insert(record(id));
        }
        directory.insert(record("b")
                .withEntitlement(Entitlement.of(new AccountId("globex"), Provenance.recorded(id("b"), null))));
        assertThat(directory.list(ACME, null, 2))
                .extracting(it -> it.id().value())
                .containsExactly("B", "D");
        assertThat(directory.list(ACME, id("D"), 2))
                .extracting(it -> it.id().value())
                .containsExactly("a", "c");
        assertThat(directory.list(ACME, id("b"), 2))
                .extracting(it -> it.id().value())
                .containsExactly("c", "e");
        assertThat(directory.list(ACME, id("c"), 2)).singleElement().satisfies(this::onStarter);
        assertThat(directory.list(ACME, id("e"), 2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, ChangeFeed.MAX_PAGE + 1})
    void refusesToGiveNothingOrTooMuchAtOnce(int limit) {
        assertThatThrownBy(() -> directory.list(ACME, null, limit)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> directory.history(id("key-1"), limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsWhoChangedACredentialAndWhat() {
        DirectoryAdmin alice = directory.by("alice");
        CredentialRecord first = alice.insert(record("key-1").withLabel("shop \"1\""));
        CredentialRecord second = directory.update(
                first.withDisabled(true).withEntitlement(first.entitlement().withScopes(Scope.setOf("orders:write"))));
        alice.delete(id("key-1"), second.version());
        directory.insert(record("key-2"));
        List<AuditEntry> history = directory.history(id("key-1"), 10);
        assertThat(history).extracting(AuditEntry::actor).containsExactly("alice", "unknown", "alice");
        assertThat(history)
                .extracting(AuditEntry::action)
                .containsExactly(AuditEntry.Action.REMOVED, AuditEntry.Action.UPDATED, AuditEntry.Action.ADDED);
        assertThat(history).extracting(AuditEntry::what).containsOnly("credential key-1");
        assertThat(history.get(2).from()).isEmpty();
        assertThat(history.get(2).to())
                .contains("account acme", "enabled", "label \"shop \\00221\\0022\"", "secret sha256");
        assertThat(history.get(1).from()).isEqualTo("enabled; scopes orders:read");
        assertThat(history.get(1).to()).isEqualTo("disabled; scopes orders:write");
        assertThat(history.get(0).from()).contains("account acme", "disabled");
        assertThat(history.get(0).to()).isEmpty();
        assertThat(directory.history(id("key-1"), 2)).isEqualTo(history.subList(0, 2));
        assertThat(directory.history(id("none"), 10)).isEmpty();
    }

    @Test
    void showsInItsHistoryThatASecretWasReplacedButNotTheSecret() {
        Instant end = Instant.parse("2026-02-01T00:00:00Z");
        CredentialRecord first = directory.insert(record("key-1"));
        StoredSecret old = first.secrets().get(0);
        StoredSecret fresh = new StoredSecret("sha256", "hunter2", null);
        CredentialRecord second = directory.update(first.withSecrets(List.of(fresh, old.until(end))));
        directory.update(second.withSecrets(List.of(new StoredSecret("sha256", "hunter3", null))));
        List<AuditEntry> history = directory.history(id("key-1"), 10);
        assertThat(history.get(1).from()).isEqualTo("secret sha256");
        assertThat(history.get(1).to()).isEqualTo("secret sha256; secret sha256 until 2026-02-01T00:00:00Z");
        assertThat(history.get(0).from()).isEqualTo(history.get(1).to());
        assertThat(history.get(0).to()).isEqualTo("secret sha256");
        assertThat(history.toString()).doesNotContain("hunter", "abc");
    }

    @Test
    void keepsInACredentialsHistoryThatItWasRevoked() {
        Instant issue = Instant.parse("2026-01-01T00:00:00Z");
        Revocation all = new Revocation.OfCredential(id("key-1"));
        Revocation some = new Revocation.IssuedBefore(issue, all);
        directory.by("alice").revoke(all, issue);
        directory.revoke(all, null);
        directory.revoke(some, Instant.MAX);
        directory.reinstate(all);
        directory.reinstate(all);
        directory.revoke(new Revocation.OfAccount(ACME), null);
        assertThat(directory.history(id("key-1"), 10))
                .extracting(it -> it.actor() + ": " + it.action() + " '" + it.from() + "' '" + it.to() + "'")
                .containsExactly(
                        "unknown: REINSTATED 'revoked' ''",
                        "unknown: REVOKED '' 'revoked if issued before " + issue + " until " + Instant.MAX + "'",
                        "unknown: REVOKED 'revoked until " + issue + "' 'revoked'",
                        "alice: REVOKED '' 'revoked until " + issue + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "Jürgen"})
    void refusesAnActorWhoIsNotVisibleAscii(String actor) {
        assertThatThrownBy(() -> directory.by(actor)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> directory.by("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsNoTraceOfAChangeThatItRefused() {
        CredentialRecord first = directory.insert(record("key-1"));
        assertThatThrownBy(() -> directory.insert(record("key-1"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> directory.update(first.withVersion(2))).isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> directory.delete(id("key-1"), 2)).isInstanceOf(StaleVersionException.class);
        assertThat(directory.history(id("key-1"), 10)).hasSize(1);
    }

    @Test
    void refusesARevocationThatItCannotStore() {
        Revocation what = new Revocation.OfToken("issuer", "x".repeat(3000));
        assertThatThrownBy(() -> directory.revoke(what, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 2048");
    }

    @Test
    void fillsInTheAccountsPlanOnEveryRead() {
        CredentialRecord bare = directory.insert(record("key-1"));
        assertThat(bare.entitlement().plan()).isNull();
        directory.assign("acme", "starter");
        assertThat(directory.plan(ACME)).contains("starter");
        assertThat(directory.find(id("key-1")).orElseThrow()).satisfies(this::onStarter);
        assertThat(directory.findAll(List.of(id("key-1"))).get(id("key-1"))).satisfies(this::onStarter);
        assertThat(directory.list(ACME)).singleElement().satisfies(this::onStarter);
        assertThat(directory.insert(record("key-2"))).satisfies(this::onStarter);
        assertThat(directory.update(bare)).satisfies(this::onStarter);
        directory.assign(ACME, "pro");
        assertThat(directory.find(id("key-1")).orElseThrow().entitlement().plan())
                .isEqualTo("pro");
        assertThat(directory.find(id("key-1")).orElseThrow().version()).isEqualTo(2);
    }

    private void onStarter(CredentialRecord record) {
        assertThat(record.entitlement().plan()).isEqualTo("starter");
    }

    @Test
    void neverStoresAPlanThatARecordBrings() {
        CredentialRecord record = record("key-1");
        CredentialRecord stored =
                directory.insert(record.withEntitlement(record.entitlement().withPlan("smuggled")));
        assertThat(stored.entitlement().plan()).isNull();
        assertThat(directory.find(id("key-1")).orElseThrow().entitlement().plan())
                .isNull();
        assertThat(directory.plan(ACME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "Ünïcode", "\0"})
    void refusesAPlanNameThatIsNotVisibleAscii(String plan) {
        assertThatThrownBy(() -> directory.assign(ACME, plan)).isInstanceOf(IllegalArgumentException.class);
        assertThat(directory.plan(ACME)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("entitlements")
    void keepsEveryFieldOfAnEntitlement(Entitlement entitlement) {
        CredentialRecord record = record("key-1").withEntitlement(entitlement);
        CredentialRecord stored = directory.insert(record);
        assertThat(stored).isEqualTo(record.withVersion(1));
        assertThat(directory.find(id("key-1"))).contains(stored);
        assertThat(directory.find(id("key-1")).orElseThrow().entitlement().restrictions())
                .isEqualTo(entitlement.restrictions());
    }

    static Stream<Entitlement> entitlements() {
        Entitlement bare = Entitlement.of(ACME, new Provenance(null, null, null, null, null));
        Instant fine = Instant.parse("2026-02-28T23:59:59.123456789Z");
        Stream<Entitlement> plain = Stream.of(
                bare,
                bare.withSubject("user';drop/**/table/**/tallygate_credential;--"),
                bare.withScopes(Scope.setOf("orders:read orders:write #1 !~ 'quote' %s ${x} --")),
                bare.withNotAfter(fine),
                bare.withNotAfter(Instant.MAX),
                bare.withNotAfter(Instant.MIN),
                Entitlement.of(new AccountId("x".repeat(128)), Provenance.recorded(id("y".repeat(128)), fine)),
                Entitlement.of(ACME, new Provenance(id("key-1"), "https://login", "kid", "jti", fine)));
        Stream<Entitlement> restricted = restrictions().map(all -> bare.withRestrictions(all));
        Stream<Entitlement> hostile = hostileTexts()
                .map(text -> Entitlement.of(ACME, new Provenance(null, text, text + text, "<" + text + ">", null)));
        return Stream.of(plain, restricted, hostile).flatMap(it -> it);
    }

    private static Stream<List<Restriction>> restrictions() {
        Restriction networks = Restriction.Networks.of("10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32", "::1");
        Restriction methods = new Restriction.Methods(Set.of("GET", "M-SEARCH", "!#$%&'*+"));
        Restriction paths = new Restriction.Paths(List.of("/b", "/a/*", "/b", "/%2F/,;'\"\\"));
        Restriction during = new Restriction.During(Instant.EPOCH, Instant.parse("2026-01-01T00:00:00.000000001Z"));
        Restriction many = new Restriction.Networks(IntStream.range(0, 256)
                .mapToObj(i -> Network.parse("10.0." + i + ".0/24"))
                .collect(Collectors.toSet()));
        return Stream.of(
                List.of(networks),
                List.of(methods),
                List.of(paths),
                List.of(during),
                List.of(during, paths, methods, networks, during),
                List.of(many));
    }

    private static Stream<String> hostileTexts() {
        return Stream.of(
                "",
                " ",
                "\n",
                "\r\n1\nscope admin\n",
                "\0",
                "\\",
                "\\u0041",
                "%41",
                "'",
                "\"",
                "ü",
                "\u202e",
                "日本",
                "\ud83d\ude00",
                "\ud800",
                "\udc00\ud800",
                "\uffff",
                "a b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Key of Jürgen's \"shop\" \\ 100 %; disabled", "日本", "\ud83d\ude00", "می\u200cخواهم"})
    void keepsLabels(String label) {
        CredentialRecord stored = directory.insert(record("key-1").withLabel(label));
        assertThat(stored.label()).isEqualTo(label);
        assertThat(directory.find(id("key-1"))).contains(stored);
        String longest = "ü".repeat(CredentialRecord.MAX_LABEL);
        assertThat(directory.update(stored.withLabel(longest)).version()).isEqualTo(2);
        assertThat(directory.find(id("key-1")).orElseThrow().label()).isEqualTo(longest);
    }

    @Test
    void keepsSecretsInOrderWithTheirEnds() {
        List<StoredSecret> secrets = List.of(
                new StoredSecret("sha256", "0".repeat(1024), null),
                new StoredSecret("hmac-sha256:2026", "!~\"'\\%", Instant.parse("2026-01-01T00:00:00.5Z")),
                new StoredSecret("f".repeat(64), "v", Instant.MAX),
                new StoredSecret("sha256", "v", Instant.MIN));
        directory.insert(record("key-1").withSecrets(secrets));
        assertThat(directory.find(id("key-1")).orElseThrow().secrets()).isEqualTo(secrets);
        directory.insert(record("key-2").withSecrets(List.of()));
        assertThat(directory.find(id("key-2")).orElseThrow().secrets()).isEmpty();
    }

    @Test
    void keepsIdsOfEveryVisibleCharacter() {
        String all =
                IntStream.rangeClosed(0x21, 0x7E).mapToObj(Character::toString).collect(Collectors.joining());
        CredentialRecord stored = directory.insert(record(all));
        assertThat(directory.find(id(all))).contains(stored);
        assertThat(directory.findAll(Set.of(id(all)))).containsOnlyKeys(id(all));
        assertThat(directory.list(ACME)).containsExactly(stored);
    }

    @Test
    void letsExactlyOneOfConcurrentUpdatesWin() throws Exception {
        CredentialRecord record = directory.insert(record("key-1"));
        for (int round = 0; round < 25; round++) {
            CredentialRecord read = record;
            List<Boolean> won = together(() ->
                    wins(StaleVersionException.class, () -> directory.update(read.withDisabled(!read.disabled()))));
            assertThat(won).hasSize(WRITERS).containsOnlyOnce(true);
            record = directory.find(id("key-1")).orElseThrow();
            assertThat(record.version()).isEqualTo(read.version() + 1);
        }
    }

    @Test
    void losesNoChangeWhenAllReadAgainAndRepeat() throws Exception {
        directory.insert(record("key-1"));
        together(() -> {
            for (int done = 0; done < 10; ) {
                CredentialRecord read = directory.find(id("key-1")).orElseThrow();
                done += wins(StaleVersionException.class, () -> directory.update(read)) ? 1 : 0;
            }
            return true;
        });
        assertThat(directory.find(id("key-1")).orElseThrow().version()).isEqualTo(1 + 10L * WRITERS);
    }

    @Test
    void letsExactlyOneOfConcurrentInsertsWin() throws Exception {
        for (int round = 0; round < 10; round++) {
            CredentialRecord record = record("key-" + round);
            assertThat(together(() -> wins(IllegalStateException.class, () -> directory.insert(record))))
                    .containsOnlyOnce(true);
        }
    }

    @Test
    void takesConcurrentAssignmentsOfOneAccount() throws Exception {
        for (int round = 0; round < 10; round++) {
            AccountId account = new AccountId("account-" + round);
            together(() -> {
                directory.assign(account, "starter");
                return true;
            });
            assertThat(directory.plan(account)).contains("starter");
        }
    }

    @Test
    void recordsWhatEachOfConcurrentChangesWasMadeFrom() throws Exception {
        Revocation what = new Revocation.OfCredential(id("key-1"));
        AtomicLong ends = new AtomicLong(1_000_000_000);
        together(() -> {
            for (int i = 0; i < 10; i++) {
                directory.revoke(what, Instant.ofEpochSecond(ends.incrementAndGet()));
            }
            directory.reinstate(what);
            return true;
        });
        List<AuditEntry> history = directory.history(id("key-1"), 100);
        assertThat(history).hasSizeGreaterThan(10 * WRITERS);
        for (int i = 1; i < history.size(); i++) {
            assertThat(history.get(i - 1).from()).isEqualTo(history.get(i).to());
        }
    }

    /** Whether the change was made; nothing but the named refusal may keep it from that. */
    private static boolean wins(Class<? extends IllegalStateException> refusal, Runnable change) {
        try {
            change.run();
            return true;
        } catch (IllegalStateException refused) {
            assertThat(refused).isExactlyInstanceOf(refusal);
            return false;
        }
    }

    private static <T> List<T> together(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(Collections.nCopies(WRITERS, work))) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static CredentialId id(String value) {
        return new CredentialId(value);
    }

    private static CredentialRecord record(String id) {
        Entitlement entitlement = Entitlement.of(
                        ACME, Provenance.recorded(id(id), Instant.parse("2026-01-01T00:00:00Z")))
                .withScopes(Scope.setOf("orders:read"));
        return new CredentialRecord(
                id(id), "api-key", List.of(new StoredSecret("sha256", "abc", null)), entitlement, false, 0);
    }
}
