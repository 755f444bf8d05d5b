package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Revocation;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.StaleVersionException;
import io.tallygate.testing.ManualTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;

class AuditEventsTest {
    private static final CredentialId KEY = new CredentialId("key-1");
    private static final ManualTime TIME = ManualTime.at("2026-01-31T23:59:00Z");

    private DirectoryAdmin directory;
    private final List<Integer> committed = new ArrayList<>();
    private final RecordingLogger log =
            new RecordingLogger(() -> committed.add(directory.history(KEY, 100).size()));

    private interface Opening {
        DirectoryAdmin open(AuditEvents events);
    }

    static Stream<Named<Opening>> directories() {
        return Stream.of(
                Named.of("in memory", events -> new InMemoryDirectory(TIME, events)),
                Named.of(
                        "in SQL",
                        events -> DirectoryDatabase.h2("audit")
                                .emptyDirectory()
                                .time(TIME)
                                .events(events)));
    }

    @ParameterizedTest
    @MethodSource("directories")
    void tellsOfEachChangeWhenItIsMade(Opening opening) {
        directory = opening.open(new AuditEvents(log));
        CredentialRecord first = directory.by("alice").insert(record());
        directory.update(first.withDisabled(true));
        directory.revoke(new Revocation.OfCredential(KEY), null);
        directory.reinstate(new Revocation.OfCredential(KEY));
        directory.delete(KEY, 2);
        assertThat(committed)
                .as("entries that others could read when it was told")
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(log.events()).allSatisfy(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getMessage()).isEqualTo("directory changed");
        });
        assertThat(fields(log.events().get(1)))
                .isEqualTo(Map.of(
                        "at", TIME.instant(),
                        "actor", "unknown",
                        "action", AuditEntry.Action.UPDATED,
                        "what", "credential key-1",
                        "from", "enabled",
                        "to", "disabled"));
        assertThat(fields(log.events().get(0))).containsEntry("actor", "alice");
        assertThat(log.events())
                .extracting(event -> fields(event).get("action"))
                .containsExactly(
                        AuditEntry.Action.ADDED,
                        AuditEntry.Action.UPDATED,
                        AuditEntry.Action.REVOKED,
                        AuditEntry.Action.REINSTATED,
                        AuditEntry.Action.REMOVED);
        assertThat(told()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @MethodSource("directories")
    void tellsNothingOfWhatWasRefused(Opening opening) {
        directory = opening.open(new AuditEvents(log));
        assertThatThrownBy(() -> directory.update(record().withVersion(1))).isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> directory.delete(KEY, 1)).isInstanceOf(StaleVersionException.class);
        directory.reinstate(new Revocation.OfCredential(KEY));
        assertThat(log.events()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("directories")
    void letsNobodyBreakALineOfTheLog(Opening opening) {
        directory = opening.open(new AuditEvents(log));
        String hostile = "\r\n\0\u001b[2J\u2028\u0085 WARN all is well";
        directory.revoke(new Revocation.OfToken(hostile, hostile), null);
        directory.insert(record().withEntitlement(
                        Entitlement.of(new AccountId("acme"), new Provenance(null, hostile, hostile, hostile, null))));
        assertThat(log.events()).hasSize(2);
        assertThat(told())
                .contains("\\000d\\000a\\0000\\001b[2J\\2028\\0085\\0020WARN")
                .matches("[ -~]+");
    }

    private String told() {
        return log.events().stream().map(AuditEventsTest::fields).toList().toString();
    }

    private static Map<String, Object> fields(LoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        event.getKeyValuePairs().forEach(pair -> fields.put(pair.key, pair.value));
        return fields;
    }

    private static CredentialRecord record() {
        Entitlement entitlement = Entitlement.of(new AccountId("acme"), Provenance.recorded(KEY, null));
        return new CredentialRecord(
                KEY, "api-key", List.of(new StoredSecret("sha256", "hunter2", null)), entitlement, false, 0);
    }
}
