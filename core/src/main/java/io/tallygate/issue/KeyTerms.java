package io.tallygate.issue;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Restriction;
import io.tallygate.model.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key gives, or shall give. Immutable: each method returns another.
 *
 * @param account who is billed
 * @param subject who acts, within the account; null for the key itself, whose id is its subject then
 * @param scopes what may be done
 * @param restrictions how that is narrowed; all must hold
 * @param notAfter the first instant at which the key no longer holds, or null
 * @param label what people call it, as {@link CredentialRecord#label} may be; {@code ""} for nothing
 */
public record KeyTerms(
        AccountId account,
        @Nullable String subject,
        Set<Scope> scopes,
        List<Restriction> restrictions,
        @Nullable Instant notAfter,
        String label) {
    /** Copies the collections. */
    public KeyTerms {
        scopes = Set.copyOf(scopes);
        restrictions = List.copyOf(restrictions);
    }

    /** A key of the account that may do nothing yet, does not end, and is its own subject. */
    public static KeyTerms of(String account) {
        return new KeyTerms(new AccountId(account), null, Set.of(), List.of(), null, "");
    }

    static KeyTerms of(CredentialRecord record) {
        Entitlement given = record.entitlement();
        return new KeyTerms(
                given.account(),
                given.subject(),
                given.scopes(),
                given.restrictions(),
                given.notAfter(),
                record.label());
    }

    /** A record with these terms instead of its own. */
    CredentialRecord in(CredentialRecord record) {
        Entitlement before = record.entitlement();
        Entitlement given = new Entitlement(
                account,
                subject == null ? record.id().value() : subject,
                scopes,
                restrictions,
                before.plan(),
                notAfter,
                before.version(),
                before.provenance());
        return record.withLabel(label).withEntitlement(given);
    }

    /** The same for another subject of the account. */
    public KeyTerms subject(String other) {
        return new KeyTerms(account, other, scopes, restrictions, notAfter, label);
    }

    /** The same with these scopes instead; each text is one scope, or several parted by single spaces. */
    public KeyTerms scopes(String... others) {
        return new KeyTerms(account, subject, Scope.setOf(others), restrictions, notAfter, label);
    }

    /** The same, good only from these networks, as {@code 10.0.0.0/8} or a single address. */
    public KeyTerms networks(String... blocks) {
        return restricted(Restriction.Networks.of(blocks));
    }

    /** The same with one more restriction, unless it is there already. */
    public KeyTerms restricted(Restriction restriction) {
        if (restrictions.contains(restriction)) {
            return this;
        }
        List<Restriction> more = new ArrayList<>(restrictions);
        more.add(restriction);
        return new KeyTerms(account, subject, scopes, more, notAfter, label);
    }

    /** The same without any restriction. */
    public KeyTerms unrestricted() {
        return new KeyTerms(account, subject, scopes, List.of(), notAfter, label);
    }

    /** The same under that label. */
    public KeyTerms label(String text) {
        return new KeyTerms(account, subject, scopes, restrictions, notAfter, text);
    }

    /** The same until that instant. */
    public KeyTerms until(Instant end) {
        return new KeyTerms(account, subject, scopes, restrictions, end, label);
    }
}
