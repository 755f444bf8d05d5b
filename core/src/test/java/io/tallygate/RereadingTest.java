package io.tallygate;

import static io.tallygate.GateBench.admit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.spi.Directory;
import io.tallygate.spi.Listener.SessionEnd;
import io.tallygate.testing.FaultyDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RereadingTest {
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    private final GateBench bench = new GateBench();
    private final Map<CredentialId, CredentialRecord> records = new ConcurrentHashMap<>();
    private final Set<CredentialId> unreadable = ConcurrentHashMap.newKeySet();
    private final List<Integer> pages = new ArrayList<>();
    private final FaultyDirectory directory = FaultyDirectory.around(new Directory() {
        @Override
        public Optional<CredentialRecord> find(CredentialId id) {
            if (unreadable.contains(id)) {
                throw new IllegalStateException("a record of another age");
            }
            return Optional.ofNullable(records.get(id));
        }

        @Override
        public Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
            pages.add(ids.size());
            return Directory.super.findAll(ids);
        }

        @Override
        public Optional<String> plan(AccountId account) {
            return Optional.empty();
        }
    });
    private final Tallygate gate = bench.builder().directory(directory).build();

    @BeforeEach
    void know() {
        put("k1");
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private void put(String id) {
        CredentialId credential = new CredentialId(id);
        bench.known.put(id, GateBench.entitlement("acme-" + id, id));
        records.put(credential, new CredentialRecord(credential, "tiny", List.of(), bench.known.get(id), false, 1));
    }

    private void change(UnaryOperator<CredentialRecord> change) {
        records.computeIfPresent(new CredentialId("k1"), (id, record) -> change.apply(record));
    }

    private void expectEnd() {
        admit(gate, "k1");
        bench.time.advance(TWO_MINUTES);
        assertThat(bench.told.ended).containsExactly(SessionEnd.CHANGED);
        admit(gate, "k1");
        assertThat(bench.calls).as("asked again").hasValue(2);
    }

    @Test
    void letsSessionsOfUnchangedRecordsLive() {
        admit(gate, "k1");
        bench.time.advance(TWO_MINUTES);
        assertThat(pages).hasSizeGreaterThanOrEqualTo(2);
        assertThat(bench.told.ended).isEmpty();
    }

    @Test
    void endsSessionsOfARecordThatIsGone() {
        records.clear();
        expectEnd();
    }

    @Test
    void endsSessionsOfADisabledRecord() {
        change(record -> record.withDisabled(true));
        expectEnd();
    }

    @Test
    void endsSessionsOfAChangedRecord() {
        change(record -> record.withVersion(2));
        expectEnd();
    }

    @Test
    void endsSessionsWhenTheAccountHasAnotherPlan() {
        change(record -> record.withEntitlement(record.entitlement().withPlan("gold")));
        expectEnd();
    }

    @Test
    void letsSessionsGoOnWhileTheDirectoryFails() {
        admit(gate, "k1");
        records.clear();
        directory.down();
        bench.time.advance(TWO_MINUTES);
        directory.answeringNull();
        bench.time.advance(TWO_MINUTES);
        directory.throwing(() -> new StackOverflowError("deep"));
        bench.time.advance(TWO_MINUTES);
        assertThat(admit(gate, "k1")).isInstanceOf(Permit.class);
        assertThat(bench.told.ended).isEmpty();
        assertThat(bench.told.alarms).as("told once").hasSize(1);
        directory.healthy();
        bench.time.advance(TWO_MINUTES);
        assertThat(bench.told.ended).containsExactly(SessionEnd.CHANGED);
    }

    @Test
    void leavesSessionsAloneThatNoRecordStandsBehind() {
        bench.known.put("t1", Entitlement.of(new AccountId("acme"), Provenance.token("iss", "kid", "jti", null)));
        admit(gate, "t1");
        bench.time.advance(TWO_MINUTES);
        assertThat(pages).isEmpty();
        assertThat(bench.told.ended).isEmpty();
    }

    @Test
    void readsInPages() {
        for (int i = 0; i < 600; i++) {
            put("p" + i);
            admit(gate, "p" + i);
        }
        bench.time.advance(Duration.ofMinutes(1));
        assertThat(pages).containsExactly(256, 256, 88);
        assertThat(bench.told.ended).isEmpty();
    }

    @Test
    void readsOnBehindARecordThatCannotBeRead() {
        for (int i = 0; i < 300; i++) {
            put("p" + i);
            admit(gate, "p" + i);
        }
        unreadable.add(new CredentialId("p0"));
        records.remove(new CredentialId("p299"));
        bench.time.advance(Duration.ofMinutes(1));
        assertThat(pages).containsExactly(256, 44);
        assertThat(bench.told.ended).containsExactly(SessionEnd.CHANGED);
    }

    @Test
    void knowsHowOldItsKnowledgeMayBe() {
        bench.time.advance(Duration.ofMinutes(1));
        assertThat(gate.revocationWindow()).isLessThanOrEqualTo(Duration.ofSeconds(30));
        admit(gate, "k1");
        directory.down();
        bench.time.advance(TWO_MINUTES);
        assertThat(gate.revocationWindow()).isGreaterThanOrEqualTo(TWO_MINUTES);
        assertThat(gate.status().feed()).isNull();
        directory.healthy();
        bench.time.advance(Duration.ofMinutes(1));
        assertThat(gate.revocationWindow()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void letsItsKnowledgeBeNoYoungerThanItIsReadAgain() {
        assertThatIllegalStateException()
                .isThrownBy(() -> bench.builder()
                        .directory(directory)
                        .freshness(f -> f.denyAfter(Duration.ofSeconds(61)))
                        .build())
                .withMessageContaining("freshness.denyAfter is PT1M1S; set it in [PT1M2S,");
    }

    @Test
    void asksNoFurtherWhileTheDirectoryIsAway() {
        for (int i = 0; i < 300; i++) {
            put("p" + i);
            admit(gate, "p" + i);
        }
        directory.down();
        int before = directory.calls();
        bench.time.advance(Duration.ofMinutes(1));
        assertThat(directory.calls() - before).isEqualTo(1);
    }

    @Test
    void doesNotBeginAgainFromWhatItJustEnded() {
        try (Tallygate quick = bench.builder()
                .directory(directory)
                .sessions(s -> s.revalidateEvery(Duration.ofSeconds(1)))
                .build()) {
            admit(quick, "k1");
            change(record -> record.withVersion(2));
            bench.time.advance(Duration.ofSeconds(1));
            assertThat(bench.told.ended).containsExactly(SessionEnd.CHANGED);
            admit(quick, "k1");
            assertThat(bench.calls).as("what was remembered is out of date").hasValue(2);
        }
    }
}
