package io.tallygate.model;

import static io.tallygate.model.Restriction.MaxUses.Exactness.PER_EDGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
    private static final Entitlement TOKEN = Entitlement.of(
                    new AccountId("acme"), Provenance.token("https://issuer", "k1", "t1", Instant.ofEpochSecond(100)))
            .withSubject("ann");
    private static final Entitlement KEY =
            Entitlement.of(new AccountId("acme"), Provenance.recorded(new CredentialId("key-1"), null));

    @Test
    void demandIsOneUnitOfRequestsUnlessSaidOtherwise() {
        Demand demand = Demand.of("orders:read orders:write", "x");

        assertThat(demand.scopes())
                .containsExactlyInAnyOrder(new Scope("orders:read"), new Scope("orders:write"), new Scope("x"));
        assertThat(demand.units()).isEqualTo(1);
        assertThat(demand.meter()).isEqualTo("requests");
        assertThat(demand.route()).isNull();
        assertThat(demand.uncounted().counted()).isFalse();
        assertThat(demand.uncounted().meter("storage").units()).isZero();
        assertThat(demand.units(5).meter("storage").route("r").units()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Demand.MAX_UNITS + 1})
    void demandRefusesACostThatCannotBeMeant(int units) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Demand.plain().units(units))
                .withMessageContaining("uncounted()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "ä", "a\u0000"})
    void scopeIsAScopeToken(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Scope(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nbreak", "\0", "\u007f", "\u0085", "\u2028", "\u202e", "\ufeff", "\ud800", "\udc00x"})
    void labelShowsAllThatIsInIt(String text) {
        CredentialRecord record = new CredentialRecord(new CredentialId("key-1"), "kind", List.of(), KEY, false, 0);
        assertThat(record.label()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> record.withLabel(text));
        assertThatIllegalArgumentException().isThrownBy(() -> record.withLabel("x".repeat(129)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nbreak", "\0", "\u007f", "ü"})
    void auditEntriesAreLinesOfAscii(String text) {
        Instant at = Instant.EPOCH;
        AuditEntry.Action added = AuditEntry.Action.ADDED;
        assertThatIllegalArgumentException().isThrownBy(() -> new AuditEntry(at, text, added, "w", "", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new AuditEntry(at, "a", added, text, "", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new AuditEntry(at, "a", added, "w", text, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new AuditEntry(at, "a", added, "w", "", text));
    }

    @Test
    void denialCodesAreDistinctWords() {
        assertThat(Arrays.stream(Denial.values()).map(Denial::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void revokingATokenRevokesWhatWasNarrowedFromIt() {
        Provenance narrowed = new Provenance(null, "https://issuer", null, "t3", null, List.of("t1", "t2"));
        Entitlement entitlement = Entitlement.of(new AccountId("acme"), narrowed);
        for (String token : List.of("t1", "t2", "t3")) {
            assertThat(new Revocation.OfToken("https://issuer", token).covers(entitlement))
                    .isTrue();
        }
        assertThat(new Revocation.OfToken("https://issuer", "t4").covers(entitlement))
                .isFalse();
        List<String> tooMany = java.util.Collections.nCopies(Provenance.MAX_ANCESTORS + 1, "t");
        assertThatIllegalArgumentException().isThrownBy(() -> new Provenance(null, "i", null, "t", null, tooMany));
    }

    @Test
    void revocationsCoverByProvenance() {
        assertThat(new Revocation.OfAccount(new AccountId("acme")).covers(TOKEN))
                .isTrue();
        assertThat(new Revocation.OfAccount(new AccountId("acm")).covers(TOKEN)).isFalse();
        assertThat(new Revocation.OfSubject(new AccountId("acme"), "ann").covers(TOKEN))
                .isTrue();
        assertThat(new Revocation.OfSubject(new AccountId("acme"), "ann").covers(KEY))
                .isFalse();
        assertThat(new Revocation.OfCredential(new CredentialId("key-1")).covers(KEY))
                .isTrue();
        assertThat(new Revocation.OfCredential(new CredentialId("key-1")).covers(TOKEN))
                .isFalse();
        assertThat(new Revocation.OfKey("https://issuer", "k1").covers(TOKEN)).isTrue();
        assertThat(new Revocation.OfKey("https://issuer", "k2").covers(TOKEN)).isFalse();
        assertThat(new Revocation.OfToken("https://issuer", "t1").covers(TOKEN)).isTrue();
        assertThat(new Revocation.OfToken("https://other", "t1").covers(TOKEN)).isFalse();
        assertThat(new Revocation.IssuedBefore(Instant.ofEpochSecond(100)).covers(TOKEN))
                .isFalse();
        assertThat(new Revocation.IssuedBefore(Instant.ofEpochSecond(101)).covers(TOKEN))
                .isTrue();
        assertThat(new Revocation.IssuedBefore(Instant.ofEpochSecond(100)).covers(KEY))
                .isTrue();
    }

    @Test
    void restrictionsRefuseToBeEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.Networks(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.Methods(Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.Paths(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.During(Instant.EPOCH, Instant.EPOCH));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.MaxUses("", 1, PER_EDGE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.MaxUses("x".repeat(57), 1, PER_EDGE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.MaxUses("g1", 0, PER_EDGE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.MaxUses("g1", 1L << 40, PER_EDGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a*", "/*/b", "/a/*/*", "*", "/a b"})
    void pathPatternsAreExactOrCoverAllBelow(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Restriction.Paths(List.of(pattern)));
    }

    @Test
    void limitsHaveHeaderSafeNames() {
        assertThat(new Limit("burst", 20, 1, 19, 1).name()).isEqualTo("burst");
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit("Burst", 20, 1, 19, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit("b\"", 20, 1, 19, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit("b", 20, 1, -1, 1));
    }
}
