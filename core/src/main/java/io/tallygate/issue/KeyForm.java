package io.tallygate.issue;

import io.tallygate.model.CredentialId;
import io.tallygate.model.StoredSecret;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How the keys of one kind look, and what is kept of their secrets. Immutable. */
public interface KeyForm {
    /** A new name, which tells its birth to the second. */
    CredentialId newId(Instant birth, RandomGenerator random);

    /** Why no key of this form can have that name; null when one can. */
    @Nullable
    String fault(CredentialId id);

    /** A new secret of a key, as its owner gets it: at least 128 random bits. */
    String newSecret(CredentialId id, RandomGenerator random);

    /**
     * A secret as it is kept, without an end.
     *
     * @param random for what is drawn each time, such as a nonce
     */
    StoredSecret store(CredentialId id, String secret, RandomGenerator random);

    /** Whether that is kept of this very secret; compared in constant time. */
    boolean holds(CredentialId id, StoredSecret stored, String secret);
}
