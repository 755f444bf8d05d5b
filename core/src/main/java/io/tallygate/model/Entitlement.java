package io.tallygate.model;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a proven credential gives its caller.
 *
 * @param account who is billed
 * @param subject who acts, within the account; 1 to 128 visible ASCII characters
 * @param scopes what may be done
 * @param restrictions how that is narrowed; all must hold
 * @param plan the name of the account's plan, never the credential's own; null when the account has none
 * @param notAfter the first instant at which the entitlement no longer holds, or null
 * @param version the version of the directory's record it was read from; 0 when there is none
 * @param provenance what it rests on
 */
public record Entitlement(
        AccountId account,
        String subject,
        Set<Scope> scopes,
        List<Restriction> restrictions,
        @Nullable String plan,
        @Nullable Instant notAfter,
        long version,
        Provenance provenance) {
    /** @throws IllegalArgumentException when the subject breaks its rule or the version is negative */
    public Entitlement {
        Text.visibleAscii("subject", subject, 128);
        if (version < 0) {
            throw new IllegalArgumentException("version must not be negative, was " + version);
        }
        scopes = Set.copyOf(scopes);
        restrictions = List.copyOf(restrictions);
    }

    /** An entitlement without scopes, restrictions, plan or end; its subject is the account itself. */
    public static Entitlement of(AccountId account, Provenance provenance) {
        return new Entitlement(account, account.value(), Set.of(), List.of(), null, null, 0, provenance);
    }

    /** The same with another subject. */
    public Entitlement withSubject(String other) {
        return new Entitlement(account, other, scopes, restrictions, plan, notAfter, version, provenance);
    }

    /** The same with these scopes instead. */
    public Entitlement withScopes(Set<Scope> others) {
        return new Entitlement(account, subject, others, restrictions, plan, notAfter, version, provenance);
    }

    /** The same with these restrictions instead. */
    public Entitlement withRestrictions(List<Restriction> others) {
        return new Entitlement(account, subject, scopes, others, plan, notAfter, version, provenance);
    }

    /** The same under another plan. */
    public Entitlement withPlan(@Nullable String other) {
        return new Entitlement(account, subject, scopes, restrictions, other, notAfter, version, provenance);
    }

    /** The same with another end. */
    public Entitlement withNotAfter(@Nullable Instant other) {
        return new Entitlement(account, subject, scopes, restrictions, plan, other, version, provenance);
    }

    /** The same as of another version of the directory's record. */
    public Entitlement withVersion(long other) {
        return new Entitlement(account, subject, scopes, restrictions, plan, notAfter, other, provenance);
    }

    /** The same, resting on that record of the directory, whichever it names itself. */
    public Entitlement restingOn(CredentialId record) {
        Provenance resting = new Provenance(
                record,
                provenance.issuer(),
                provenance.keyId(),
                provenance.tokenId(),
                provenance.issuedAt(),
                provenance.ancestors());
        return withProvenance(resting);
    }

    /** The same coming from elsewhere. */
    public Entitlement withProvenance(Provenance other) {
        return new Entitlement(account, subject, scopes, restrictions, plan, notAfter, version, other);
    }
}
