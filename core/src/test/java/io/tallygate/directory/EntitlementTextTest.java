package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Scope;
import io.tallygate.model.StoredSecret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntitlementTextTest {
    private static final AccountId ACME = new AccountId("acme");
    private static final Instant INSTANT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Entitlement FULL = new Entitlement(
            ACME,
            "alice",
            Scope.setOf("orders:write orders:read"),
            List.of(
                    Restriction.Networks.of("2001:db8::/32", "10.0.0.0/8"),
                    new Restriction.Methods(Set.of("GET", "HEAD")),
                    new Restriction.Paths(List.of("/b", "/a/*")),
                    new Restriction.During(INSTANT, INSTANT.plusSeconds(1))),
            null,
            INSTANT,
            0,
            new Provenance(new CredentialId("key-1"), "a b\\\n", "", "ü", INSTANT));

    /** Stands for texts that are in databases: when this test must change, reading the old form must stay. */
    private static final String VERSION_1 = """
            1
            scopes orders:read orders:write
            networks 10.0.0.0/8 2001:db8::/32
            methods GET HEAD
            paths /b /a/*
            during 2026-01-01T00:00:00Z 2026-01-01T00:00:01Z
            not-after 2026-01-01T00:00:00Z
            credential key-1
            issuer a\\0020b\\005c\\000a
            key\s
            token \\00fc
            issued-at 2026-01-01T00:00:00Z""";

    @Test
    void writesWhatATokenWasNarrowedFromOnlyWhereThereIsSuch() {
        Provenance narrowed = new Provenance(null, "i", null, "t3", null, List.of("t 1", "t2"));
        String text = EntitlementText.write(Entitlement.of(ACME, narrowed));
        assertThat(text).isEqualTo("1\nissuer i\ntoken t3\nancestors t\\00201 t2");
        assertThat(EntitlementText.read(text, ACME, "acme").provenance()).isEqualTo(narrowed);
    }

    @Test
    void writesLimitedUsesAsEarlierVersionsRefuseThem() {
        Restriction once = new Restriction.MaxUses("grant\\1", 1, Restriction.MaxUses.Exactness.EXACT);
        Restriction often = new Restriction.MaxUses("g2", 500, Restriction.MaxUses.Exactness.PER_EDGE);
        Entitlement limited = Entitlement.of(ACME, new Provenance(null, null, null, null, null))
                .withRestrictions(List.of(once, often));
        String text = EntitlementText.write(limited);
        assertThat(text).isEqualTo("1\nmax-uses grant\\005c1 1 EXACT\nmax-uses g2 500 PER_EDGE");
        assertThat(EntitlementText.read(text, ACME, "acme")).isEqualTo(limited);
    }

    @Test
    void writesTheFormThatIsInDatabases() {
        assertThat(EntitlementText.write(FULL)).isEqualTo(VERSION_1);
        assertThat(SecretsText.write(
                        List.of(new StoredSecret("sha256", "a\\b", null), new StoredSecret("f", "v", INSTANT))))
                .isEqualTo("1\nsha256 a\\005cb\nf v 2026-01-01T00:00:00Z");
    }

    @Test
    void readsTheFormThatIsInDatabases() {
        assertThat(EntitlementText.read(VERSION_1, ACME, "alice")).isEqualTo(FULL);
        assertThat(EntitlementText.read("1", ACME, "acme"))
                .isEqualTo(Entitlement.of(ACME, new Provenance(null, null, null, null, null)));
    }

    @Test
    void readsEveryTextAsAnotherValueOrNotAtAll() {
        int refused = 0;
        int other = 0;
        for (int i = 0; i < VERSION_1.length(); i++) {
            for (char c : "1aA0 \n\\/:.é\0".toCharArray()) {
                for (int kept = i; kept <= i + 1; kept++) { // in front of a character, and in its place
                    String text = VERSION_1.substring(0, i) + c + VERSION_1.substring(kept);
                    if (!text.equals(VERSION_1)) {
                        boolean read = readsAsItself(text);
                        refused += read ? 0 : 1;
                        other += read ? 1 : 0;
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(5000);
        assertThat(other).isGreaterThan(500);
    }

    /** Whether it can be read, and then is the one text of a value that differs. */
    private static boolean readsAsItself(String text) {
        Entitlement read;
        try {
            read = EntitlementText.read(text, ACME, "alice");
        } catch (RuntimeException unreadable) {
            return false;
        }
        assertThat(read).isNotEqualTo(FULL);
        assertThat(EntitlementText.write(read)).isEqualTo(text);
        return true;
    }
}
