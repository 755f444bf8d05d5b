package io.tallygate.hmac;

import io.tallygate.issue.KeyIssuer;
import io.tallygate.issue.KeyRecords;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;
import java.util.List;
import java.util.function.Supplier;

/**
 * Issues app keys into a directory, and changes them there. Immutable and thread-safe.
 *
 * <p>An app key is a public name, {@code tga_} and 13 characters, which requests carry, and a secret, {@code tgs_} and 49,
 * which they are signed with and never carry. A code needs the secret itself, so the directory keeps it sealed with
 * AES-256-GCM under a key that is not there: see {@link Unsealed#sealing}. Who has the directory and that key can sign as
 * everybody.
 *
 * <p><strong>Changing the sealing key.</strong> Give every edge the new one with {@code alsoOpening}, then seal with it here
 * and open with the old one; {@link #reseal} each key; then take the old one away everywhere.
 */
public final class AppKeys extends KeyIssuer<AppKeys> {
    private final SecretSeal seal;

    private AppKeys(KeyRecords records, SecretSeal seal) {
        super(records, new SealedKeys(seal));
        this.seal = seal;
    }

    /** App keys in that directory, by the machine's own time and chance. */
    public static Unsealed in(DirectoryAdmin directory) {
        KeyRecords records = KeyRecords.in(directory, AppKey.KIND);
        return (label, key) -> of(records, new SecretSeal(SecretSeal.keys(label, key)));
    }

    private static AppKeys of(KeyRecords records, SecretSeal seal) {
        List<String> faults = seal.faults();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new AppKeys(records, seal);
    }

    /** App keys without a key to seal their secrets with. */
    @FunctionalInterface
    public interface Unsealed {
        /**
         * Seals secrets with this key. Edges need it, too.
         *
         * @param label what records name it by: 1 to 32 visible ASCII characters
         * @param key at least 32 random bytes, kept apart from the directory; asked now and for each secret
         * @throws IllegalArgumentException when the label is of another form, or the key too short
         */
        AppKeys sealing(String label, Supplier<Secret> key);
    }

    /**
     * The same that also opens what was sealed with another key.
     *
     * @throws IllegalArgumentException as of {@link Unsealed#sealing}, or when the label is that of another key
     */
    public AppKeys alsoOpening(String label, Supplier<Secret> key) {
        return of(records(), seal.alsoOpening(label, key));
    }

    @Override
    protected AppKeys among(KeyRecords others) {
        return new AppKeys(others, seal);
    }

    /**
     * Seals the secrets of the key with the present sealing key, if another one sealed them. They stay the same, so do
     * their ends; what has ended and cannot be opened is left as it is. May be repeated.
     *
     * @throws IllegalArgumentException when there is no such key
     * @throws IllegalStateException when a secret that is live cannot be opened
     */
    public CredentialRecord reseal(CredentialId id) {
        return keep(id, stored -> seal.sealsAs(stored) ? stored : resealed(id, stored));
    }

    private StoredSecret resealed(CredentialId id, StoredSecret stored) {
        try {
            return seal.reseal(id, stored, records().random());
        } catch (UnopenedSecretException unopened) {
            if (stored.liveAt(records().now())) {
                throw new IllegalStateException(unopened.getMessage());
            }
            return stored;
        }
    }
}
