package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Secret;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final KeyName NAME = new KeyName(new CredentialId("tga_1"), null, 0);
    private static final Entitlement ENTITLEMENT =
            Entitlement.of(new AccountId("acme"), new Provenance(null, null, null, null, null));
    private static final long NOW = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

    private final SignatureBase base = new SignatureBase().add("signed");

    private LiveSecret signer(List<LiveSecret> secrets, Secret secret) {
        SigningKeys keys = SigningKeys.of(new AppKey(ENTITLEMENT, secrets, false), NAME);
        return keys.signer(base, base.signedBy(new MacKey(secret.reveal())), NOW);
    }

    private static LiveSecret live(Secret secret) {
        return new LiveSecret(secret, null);
    }

    private static LiveSecret ended(Secret secret) {
        return new LiveSecret(secret, Instant.ofEpochMilli(NOW));
    }

    @Test
    void findsTheLiveSecretThatSigned() {
        LiveSecret newest = live(Secret.ofUtf8("newest"));
        LiveSecret older = live(Secret.ofUtf8("older"));
        LiveSecret ended = ended(Secret.ofUtf8("ended"));
        List<LiveSecret> secrets = List.of(newest, ended, older);
        assertThat(signer(secrets, newest.secret())).isEqualTo(newest);
        assertThat(signer(secrets, older.secret())).isEqualTo(older);
        assertThat(signer(secrets, ended.secret())).isNull();
        assertThat(signer(secrets, Secret.ofUtf8("another"))).isNull();
        assertThat(signer(List.of(), newest.secret())).isNull();
    }

    /**
     * Else whoever signs with what is tried in place of a missing secret would measure how many there are. A zero is, as a
     * key, as many zeros.
     */
    @Test
    void goesOnBehindACodeOfWhatIsTriedInPlaceOfASecret() {
        LiveSecret zeros = live(Secret.of(new byte[32]));
        LiveSecret ended = ended(Secret.ofUtf8("ended"));
        assertThat(signer(List.of(ended, zeros), zeros.secret())).isEqualTo(zeros);
    }
}
