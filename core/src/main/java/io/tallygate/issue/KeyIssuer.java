package io.tallygate.issue;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.StaleVersionException;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Issues keys of one kind into a directory, and changes them there. Immutable and thread-safe.
 *
 * <p><strong>Versions.</strong> A change is made from what is read immediately before, and repeated when somebody else
 * was quicker, at most ten times. With {@link #atVersion} it is made only from the version that its
 * caller has seen, and refused with {@link StaleVersionException} otherwise. A change that is there already is no
 * conflict, whoever made it.
 *
 * <p><strong>Repeating.</strong> Every method throws {@link io.tallygate.spi.DirectoryUnavailableException} when the
 * centre cannot be asked. Whether a change was made is then unknown, and each may be repeated:
 *
 * <ul>
 *   <li>{@link #issue(KeyTerms, KeyDraft)} and {@link #rotate(KeyDraft, Duration)} end with one key, that of the draft;
 *   <li>without a draft of one's own, a first attempt whose reply was lost leaves a key, or a secret of the key, that
 *       nobody has. It opens nothing, but the key is listed, and the secret takes one of the record's
 *       {@value CredentialRecord#MAX_SECRETS} places until its end;
 *   <li>all others only say how the key shall be, and find it so. What somebody else has changed in between is changed
 *       back, unless the version is named.
 * </ul>
 *
 * Edges learn of a change as the directory's readers do. Who changed what is kept there: see {@link #by}.
 *
 * @param <K> the issuer of that kind, which each "the same" gives again
 */
public abstract class KeyIssuer<K extends KeyIssuer<K>> {
    /** A key's name tells its birth, by which edges know new names from made-up ones: so it must appear soon after. */
    private static final Duration DRAFT_KEEPS = Duration.ofMinutes(15);

    private final KeyRecords records;
    private final KeyForm form;

    /** Issues keys of that form among these records. */
    protected KeyIssuer(KeyRecords records, KeyForm form) {
        this.records = Objects.requireNonNull(records);
        this.form = Objects.requireNonNull(form);
    }

    /** The same among other records. */
    protected abstract K among(KeyRecords others);

    /** The records it changes. */
    protected final KeyRecords records() {
        return records;
    }

    /** The same by another clock. */
    public final K time(TimeSource other) {
        return among(records.time(other));
    }

    /** The same by another source of chance, which must be unpredictable outside of tests. */
    public final K random(RandomGenerator other) {
        return among(records.random(other));
    }

    /** The same, recording its changes as made by that actor: see {@link DirectoryAdmin#by}. */
    public final K by(String actor) {
        return among(records.by(actor));
    }

    /**
     * The same for keys that are at this version: a change of any other is refused with {@link StaleVersionException},
     * and nothing is repeated.
     *
     * @param seen at least 1
     */
    public final K atVersion(long seen) {
        return among(records.atVersion(seen));
    }

    private static void require(@Nullable String fault) {
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Issues a key to an account; each text is one scope, or several parted by single spaces. */
    public final IssuedKey issue(String account, String... scopes) {
        return issue(KeyTerms.of(account).scopes(scopes));
    }

    /**
     * Issues a key; repeating it issues another.
     *
     * @throws IllegalArgumentException when its end has passed
     */
    public final IssuedKey issue(KeyTerms terms) {
        return issue(terms, draft());
    }

    /** Draws a new key, and asks nobody. */
    public final KeyDraft draft() {
        Instant now = records.now();
        return drawn(form.newId(now, records.random()), now);
    }

    /**
     * Draws a new secret of that key, and asks nobody.
     *
     * @throws IllegalArgumentException when no key of this form has such a name
     */
    public final KeyDraft draft(CredentialId id) {
        require(form.fault(id));
        return drawn(id, records.now());
    }

    private KeyDraft drawn(CredentialId id, Instant now) {
        return new KeyDraft(id, form.newSecret(id, records.random()), now);
    }

    /**
     * Issues the key that was drawn. Where that has been done, nothing is: the key is given as it is now, under the terms
     * it has.
     *
     * @param draft from {@link #draft()}, drawn within the last 15 minutes
     * @throws IllegalArgumentException when the key's end has passed, or the draft is older
     * @throws IllegalStateException when the name has been given to another key
     */
    public final IssuedKey issue(KeyTerms terms, KeyDraft draft) {
        Instant now = records.now();
        if (terms.notAfter() != null && !now.isBefore(terms.notAfter())) {
            throw new IllegalArgumentException("the key would have ended at " + terms.notAfter() + ", it is " + now);
        }
        require(
                now.isAfter(draft.drawnAt().plus(DRAFT_KEEPS))
                        ? "the key was drawn at " + draft.drawnAt() + " and must be issued within " + DRAFT_KEEPS
                                + "; draw another"
                        : null);
        StoredSecret secret = stored(draft);
        Entitlement bare = Entitlement.of(terms.account(), Provenance.recorded(draft.id(), draft.drawnAt()));
        try {
            return new IssuedKey(draft.secret(), records.insert(terms, bare, secret));
        } catch (IllegalStateException taken) {
            CredentialRecord there = find(draft.id()).orElseThrow(() -> taken);
            if (!holds(there, draft)) {
                throw taken;
            }
            return new IssuedKey(draft.secret(), there);
        }
    }

    private StoredSecret stored(KeyDraft draft) {
        return form.store(draft.id(), draft.secret(), records.random());
    }

    private boolean holds(CredentialRecord record, KeyDraft draft) {
        return record.secrets().stream().anyMatch(stored -> form.holds(record.id(), stored, draft.secret()));
    }

    /** The key of that name as it is now; nothing when there is none. */
    public final Optional<CredentialRecord> find(CredentialId id) {
        return records.find(id);
    }

    /**
     * The keys of an account in order of name, whatever their prefix, page by page.
     *
     * @param after the last one of the page before; null for the first page
     * @param limit the most to give at once, in [1, {@value io.tallygate.spi.ChangeFeed#MAX_PAGE}]
     * @return fewer than the limit only at the end
     */
    public final List<CredentialRecord> list(AccountId account, @Nullable CredentialId after, int limit) {
        return records.list(account, after, limit);
    }

    /**
     * Gives the key a new secret. The ones before are accepted for the overlap, or until their own end if that comes
     * first; with an overlap of zero they are gone at once. Repeating it gives it another one.
     *
     * @throws IllegalArgumentException when there is no such key, or the overlap is negative
     * @throws IllegalStateException when {@value CredentialRecord#MAX_SECRETS} secrets are live already
     */
    public final IssuedKey rotate(CredentialId id, Duration overlap) {
        return rotate(draft(id), overlap);
    }

    /**
     * Gives the key the secret that was drawn. Where that has been done, nothing is.
     *
     * @param draft from {@link #draft(CredentialId)}
     * @throws IllegalArgumentException as of {@link #rotate(CredentialId, Duration)}
     * @throws IllegalStateException as there
     */
    public final IssuedKey rotate(KeyDraft draft, Duration overlap) {
        require(overlap.isNegative() ? "overlap must not be negative, was " + overlap : null);
        StoredSecret secret = stored(draft);
        Instant now = records.now();
        CredentialRecord rotated = records.change(
                draft.id(),
                record -> holds(record, draft)
                        ? record
                        : record.withSecrets(rotated(record, secret, now, now.plus(overlap))));
        return new IssuedKey(draft.secret(), rotated);
    }

    private static List<StoredSecret> rotated(CredentialRecord record, StoredSecret fresh, Instant now, Instant end) {
        List<StoredSecret> secrets = new ArrayList<>();
        secrets.add(fresh);
        for (StoredSecret old : record.secrets()) {
            StoredSecret bounded = old.liveAt(end) ? old.until(end) : old;
            if (bounded.liveAt(now)) {
                secrets.add(bounded);
            }
        }
        if (secrets.size() > CredentialRecord.MAX_SECRETS) {
            throw new IllegalStateException("credential " + record.id() + " has " + CredentialRecord.MAX_SECRETS
                    + " live secrets; wait until one has ended, or rotate without overlap");
        }
        return secrets;
    }

    /**
     * Changes the terms of the key, such as {@code terms -> terms.scopes("orders:read").networks("10.0.0.0/8")}. May be
     * repeated if the change may: all that {@link KeyTerms} offers may.
     *
     * @param change gives other terms for the present ones; asked again when somebody else was quicker
     * @throws IllegalArgumentException when there is no such key, or the terms name another account
     */
    public final CredentialRecord change(CredentialId id, UnaryOperator<KeyTerms> change) {
        return records.change(id, record -> {
            KeyTerms before = KeyTerms.of(record);
            KeyTerms after = change.apply(before);
            require(after.account().equals(before.account()) ? null : "a key stays with its account; issue another");
            return after.in(record);
        });
    }

    /** Calls the key otherwise, for people; {@code ""} takes its label away. May be repeated. */
    public final CredentialRecord label(CredentialId id, String text) {
        return records.change(id, record -> record.withLabel(text));
    }

    /** Switches the key off until {@link #enable}. May be repeated: nothing to do when it is. */
    public final CredentialRecord disable(CredentialId id) {
        return records.change(id, record -> record.withDisabled(true));
    }

    /** Switches the key on again. May be repeated. */
    public final CredentialRecord enable(CredentialId id) {
        return records.change(id, record -> record.withDisabled(false));
    }

    /** Lets the key end at that instant, which may have passed; null lets it go on without end. May be repeated. */
    public final CredentialRecord expire(CredentialId id, @Nullable Instant end) {
        return records.change(
                id, record -> record.withEntitlement(record.entitlement().withNotAfter(end)));
    }

    /**
     * Keeps the same secrets in another way, such as under another key; their ends stay.
     *
     * @param change gives what is to be kept for what is kept; asked again when somebody else was quicker
     * @throws IllegalArgumentException when there is no such key
     */
    protected final CredentialRecord keep(CredentialId id, UnaryOperator<StoredSecret> change) {
        return records.change(
                id,
                record -> record.withSecrets(record.secrets().stream()
                        .map(kept -> {
                            StoredSecret other = change.apply(kept);
                            return new StoredSecret(other.form(), other.value(), kept.notAfter());
                        })
                        .toList()));
    }

    /**
     * Removes the key for ever.
     *
     * @return whether there was one; so not, when it is repeated after a reply that was lost
     */
    public final boolean revoke(CredentialId id) {
        return records.remove(id);
    }
}
