package io.tallygate.apikey;

import io.tallygate.issue.KeyForm;
import io.tallygate.model.CredentialId;
import io.tallygate.model.StoredSecret;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * API keys: the secret is the whole key with its name in front, and a hash is kept of it.
 *
 * @param pepper what is mixed into the hashes, if anything
 */
record HashedKeys(KeyFormat format, @Nullable Pepper pepper) implements KeyForm {
    @Override
    public CredentialId newId(Instant birth, RandomGenerator random) {
        return format.newId(birth, random);
    }

    @Override
    public @Nullable String fault(CredentialId id) {
        return format.names(id) ? null : "credential " + id + " is not named as a key of prefix " + format.marker();
    }

    @Override
    public String newSecret(CredentialId id, RandomGenerator random) {
        return KeyFormat.newKey(id, random);
    }

    @Override
    public StoredSecret store(CredentialId id, String secret, RandomGenerator random) {
        return KeyHash.of(secret, pepper);
    }

    @Override
    public boolean holds(CredentialId id, StoredSecret stored, String secret) {
        return KeyHash.same(stored, KeyHash.of(secret, pepper));
    }
}
