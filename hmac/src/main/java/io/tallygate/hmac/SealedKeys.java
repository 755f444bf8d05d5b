package io.tallygate.hmac;

import io.tallygate.issue.KeyForm;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** App keys: the secret has nothing of the name in it, and is kept sealed. */
record SealedKeys(SecretSeal seal) implements KeyForm {
    @Override
    public CredentialId newId(Instant birth, RandomGenerator random) {
        return AppKey.NAMES.newId(birth, random);
    }

    @Override
    public @Nullable String fault(CredentialId id) {
        return AppKey.NAMES.isName(id.value()) ? null : "credential " + id + " is not named as an app key";
    }

    @Override
    public String newSecret(CredentialId id, RandomGenerator random) {
        return AppSecret.draw(random);
    }

    @Override
    public StoredSecret store(CredentialId id, String secret, RandomGenerator random) {
        return seal.seal(id, Secret.ofUtf8(secret), random);
    }

    @Override
    public boolean holds(CredentialId id, StoredSecret stored, String secret) {
        try {
            Secret wanted = Secret.ofUtf8(secret);
            return seal.open(id, stored).stream().anyMatch(live -> live.secret().equals(wanted));
        } catch (UnopenedSecretException foreign) {
            return false; // what is sealed by a key that was not given, was not sealed here
        }
    }
}
