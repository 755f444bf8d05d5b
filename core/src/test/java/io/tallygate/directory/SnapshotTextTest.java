package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.FeedPosition;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Revocation;
import io.tallygate.model.Scope;
import io.tallygate.model.StoredSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTextTest {
    private static final int PLENTY = 1 << 20;
    private static final AccountId ACME = new AccountId("acme");

    /** Stands for texts that are on disks: when this test must change, reading the old form must stay. */
    private static final String VERSION_1 = """
            position 7 -42
            as-of 2026-01-31T23:59:00.123Z
            change revoked\\0020-\\0020account\\0020globex
            plan globex
            plan acme pro
            record key-2 api-key a\\005c0020label acme acme true 3 1 1\\000acredential\\0020key-2
            record key-1 api-key  acme acme false 1 1\\000asha256\\0020abc 1\\000acredential\\0020key-1
            """;

    @Test
    void readsAndWritesTheFormThatIsOnDisks() {
        Map<AccountId, Optional<String>> plans = new LinkedHashMap<>();
        plans.put(ACME, Optional.of("pro"));
        plans.put(new AccountId("globex"), Optional.empty());
        Snapshot snapshot = new Snapshot(
                new FeedPosition(7, -42),
                Instant.parse("2026-01-31T23:59:00.123Z"),
                List.of(new Change.Revoked(new Revocation.OfAccount(new AccountId("globex")), null)),
                plans,
                List.of(
                        record("key-1", List.of(new StoredSecret("sha256", "abc", null)), 1),
                        record("key-2", List.of(), 3).withDisabled(true).withLabel("a label")));
        assertThat(SnapshotText.write(snapshot, PLENTY)).isEqualTo(VERSION_1);
        assertThat(SnapshotText.read(VERSION_1)).isEqualTo(snapshot);
        assertThat(SnapshotText.read(VERSION_1).plans().keySet()).as("order").containsExactlyElementsOf(plans.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "position 1 1\n",
                "as-of 2026-01-31T23:59:00Z\n",
                "planet earth\n",
                "position x 1\n",
                "position 1\n",
                "change added\\0020key-1\n",
                "record key-1\n",
                "plan\n"
            })
    void refusesWhatItDidNotWrite(String text) {
        String rest = text.isEmpty() || text.startsWith("position") || text.startsWith("as-of")
                ? text
                : "position 1 1\nas-of 2026-01-31T23:59:00Z\n" + text;
        assertThatThrownBy(() -> SnapshotText.read(rest)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void readsWhateverItWrites() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Snapshot snapshot = snapshot(random);
            assertThat(SnapshotText.read(SnapshotText.write(snapshot, PLENTY)))
                    .as("seed %d, snapshot %d", seed, i)
                    .isEqualTo(snapshot);
        }
    }

    @Test
    void leavesOutWhatWasNotUsedForLongest() {
        List<CredentialRecord> records = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            records.add(record("key-" + (1000 + i), List.of(), 1));
        }
        Snapshot snapshot = new Snapshot(FeedPosition.START, Instant.EPOCH, List.of(), Map.of(), records);
        String text = SnapshotText.write(snapshot, 10_000);
        assertThat(text).hasSizeBetween(9_000, 10_000);
        List<CredentialRecord> kept = SnapshotText.read(text).records();
        assertThat(kept).hasSizeBetween(100, 200).isEqualTo(records.subList(1000 - kept.size(), 1000));
    }

    @Test
    void leavesOutARecordThatDoesNotFit() {
        CredentialRecord good = record("key-1", List.of(), 1);
        CredentialRecord unversioned = record("key-2", List.of(), 0);
        List<String> patterns = IntStream.range(0, 100)
                .mapToObj(i -> "/" + "p".repeat(1000) + i)
                .toList();
        CredentialRecord large =
                good.withEntitlement(good.entitlement().withRestrictions(List.of(new Restriction.Paths(patterns))));
        Snapshot snapshot =
                new Snapshot(FeedPosition.START, Instant.EPOCH, List.of(), Map.of(), List.of(large, unversioned, good));
        assertThat(SnapshotText.read(SnapshotText.write(snapshot, PLENTY)).records())
                .containsExactly(good);
    }

    @Test
    void leavesOutNoRevocation() {
        List<Change.Revoked> revocations = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            revocations.add(new Change.Revoked(new Revocation.OfAccount(new AccountId("account-" + i)), null));
        }
        Snapshot snapshot = new Snapshot(FeedPosition.START, Instant.EPOCH, revocations, Map.of(), List.of());
        assertThatThrownBy(() -> SnapshotText.write(snapshot, 10_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1000 revocations");
    }

    private static Snapshot snapshot(Random random) {
        List<Change.Revoked> revocations = new ArrayList<>();
        Map<AccountId, Optional<String>> plans = new LinkedHashMap<>();
        List<CredentialRecord> records = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Revocation what = new Revocation.OfToken(text(random), text(random));
            Instant until = random.nextBoolean() ? null : instant(random);
            revocations.add(new Change.Revoked(
                    random.nextBoolean() ? what : new Revocation.IssuedBefore(instant(random), what), until));
            plans.put(new AccountId("a-" + i), random.nextBoolean() ? Optional.empty() : Optional.of("plan-" + i));
            records.add(anyRecord(i, random));
        }
        FeedPosition position = new FeedPosition(random.nextLong() >>> 1, random.nextLong());
        return new Snapshot(position, instant(random), revocations, plans, records);
    }

    private static CredentialRecord anyRecord(int i, Random random) {
        CredentialId id = new CredentialId("key-" + i);
        Provenance provenance = new Provenance(id, text(random), null, text(random), instant(random));
        Entitlement entitlement = new Entitlement(
                new AccountId("a-" + i),
                "subject",
                random.nextBoolean() ? Set.of() : Scope.setOf("orders:write orders:read"),
                random.nextBoolean() ? List.of() : List.of(Restriction.Networks.of("10.0.0.0/8")),
                null,
                random.nextBoolean() ? null : instant(random),
                0,
                provenance);
        List<StoredSecret> secrets = List.of(new StoredSecret("sha256", "abc", instant(random)));
        return new CredentialRecord(id, "api-key", "label " + i, secrets, entitlement, random.nextBoolean(), 1 + i);
    }

    private static Instant instant(Random random) {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append("ab \\\n\0ü€".charAt(random.nextInt(8)));
        }
        return text.toString();
    }

    private static CredentialRecord record(String id, List<StoredSecret> secrets, long version) {
        CredentialId credential = new CredentialId(id);
        Entitlement entitlement = Entitlement.of(ACME, Provenance.recorded(credential, null));
        return new CredentialRecord(credential, "api-key", secrets, entitlement, false, version);
    }
}
