package io.tallygate.model;

import java.util.List;

/**
 * One credential as the directory holds it; the same shape for every kind of credential.
 *
 * @param id its public name
 * @param kind the scheme that issued it and alone may accept it, such as {@code api-key}
 * @param label what people call it, {@code ""} when nothing: at most {@value #MAX_LABEL} characters in one line. Means
 *     nothing to the gate
 * @param secrets at most {@value #MAX_SECRETS}; several while a rotation overlaps
 * @param entitlement what it gives; its version is this record's, and a directory fills in the account's plan on reading
 * @param disabled whether it is switched off for now
 * @param version counts the changes of this record, from 1; 0 before it is inserted
 */
public record CredentialRecord(
        CredentialId id,
        String kind,
        String label,
        List<StoredSecret> secrets,
        Entitlement entitlement,
        boolean disabled,
        long version) {
    /** The most secrets one record may hold. */
    public static final int MAX_SECRETS = 4;

    /** The most characters of a label. */
    public static final int MAX_LABEL = 128;

    /** @throws IllegalArgumentException when there are too many secrets, the version is negative or a text breaks its rule */
    public CredentialRecord {
        Text.visibleAscii("credential kind", kind, 32);
        Text.forPeople("credential label", label, MAX_LABEL);
        if (secrets.size() > MAX_SECRETS) {
            throw new IllegalArgumentException(
                    "a credential has at most " + MAX_SECRETS + " secrets, had " + secrets.size());
        }
        if (version < 0) {
            throw new IllegalArgumentException("version must not be negative, was " + version);
        }
        secrets = List.copyOf(secrets);
        entitlement = entitlement.withVersion(version);
    }

    /** One without a label. */
    public CredentialRecord(
            CredentialId id,
            String kind,
            List<StoredSecret> secrets,
            Entitlement entitlement,
            boolean disabled,
            long version) {
        this(id, kind, "", secrets, entitlement, disabled, version);
    }

    /** The same under another label. */
    public CredentialRecord withLabel(String other) {
        return new CredentialRecord(id, kind, other, secrets, entitlement, disabled, version);
    }

    /** The same with these secrets instead. */
    public CredentialRecord withSecrets(List<StoredSecret> others) {
        return new CredentialRecord(id, kind, label, others, entitlement, disabled, version);
    }

    /** The same with another entitlement. */
    public CredentialRecord withEntitlement(Entitlement other) {
        return new CredentialRecord(id, kind, label, secrets, other, disabled, version);
    }

    /** The same, switched off or on. */
    public CredentialRecord withDisabled(boolean off) {
        return new CredentialRecord(id, kind, label, secrets, entitlement, off, version);
    }

    /** The same at another version. */
    public CredentialRecord withVersion(long other) {
        return new CredentialRecord(id, kind, label, secrets, entitlement, disabled, other);
    }
}
