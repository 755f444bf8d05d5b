package io.tallygate.apikey;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.Environment;
import io.tallygate.spi.StaleVersionException;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Issues API keys into a directory, and changes them there. Immutable and thread-safe.
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
 */
public final class ApiKeys {
    /** A key's name tells its birth, by which edges know new names from made-up ones: so it must appear soon after. */
    private static final Duration DRAFT_KEEPS = Duration.ofMinutes(15);

    private final KeyRecords records;
    private final KeyFormat format;
    private final @Nullable Pepper pepper;
    private final TimeSource time;
    private final RandomGenerator random;

    private ApiKeys(
            KeyRecords records, KeyFormat format, @Nullable Pepper pepper, TimeSource time, RandomGenerator random) {
        this.records = records;
        this.format = format;
        this.pepper = pepper;
        this.time = time;
        this.random = random;
    }

    /** Keys in that directory that begin with {@code tg_}, without a pepper, by the machine's own time and chance. */
    public static ApiKeys in(DirectoryAdmin directory) {
        return new ApiKeys(
                new KeyRecords(Objects.requireNonNull(directory), KeyRecords.ANY_VERSION),
                new KeyFormat(ApiKeyScheme.DEFAULT_PREFIX),
                null,
                TimeSource.system(),
                Environment.systemRandomness());
    }

    /**
     * The same for another prefix; {@link ApiKeyScheme#prefix} must name it too.
     *
     * @throws IllegalArgumentException when the prefix is not of the form that is said there
     */
    public ApiKeys prefix(String prefix) {
        require(KeyFormat.fault(prefix));
        return new ApiKeys(records, new KeyFormat(prefix), pepper, time, random);
    }

    /**
     * The same with a pepper in all that is issued from now on; {@link ApiKeyScheme#pepper} must know it too.
     *
     * @param label what records call it by: 1 to 32 visible ASCII characters but no colon
     * @param source asked for each key; at least 16 bytes
     */
    public ApiKeys pepper(String label, Supplier<Secret> source) {
        require(Pepper.fault(label));
        return new ApiKeys(records, format, new Pepper(label, Objects.requireNonNull(source)), time, random);
    }

    /** The same by another clock. */
    public ApiKeys time(TimeSource other) {
        return new ApiKeys(records, format, pepper, Objects.requireNonNull(other), random);
    }

    /** The same by another source of chance, which must be unpredictable outside of tests. */
    public ApiKeys random(RandomGenerator other) {
        return new ApiKeys(records, format, pepper, time, Objects.requireNonNull(other));
    }

    /** The same, recording its changes as made by that actor: see {@link DirectoryAdmin#by}. */
    public ApiKeys by(String actor) {
        return new ApiKeys(
                new KeyRecords(records.directory().by(actor), records.version()), format, pepper, time, random);
    }

    /**
     * The same for keys that are at this version: a change of any other is refused with {@link StaleVersionException},
     * and nothing is repeated.
     *
     * @param seen at least 1
     */
    public ApiKeys atVersion(long seen) {
        require(seen < 1 ? "a key that is there has a version from 1 on, was " + seen : null);
        return new ApiKeys(new KeyRecords(records.directory(), seen), format, pepper, time, random);
    }

    private static void require(@Nullable String fault) {
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    /** Issues a key to an account; each text is one scope, or several parted by single spaces. */
    public IssuedKey issue(String account, String... scopes) {
        return issue(KeyTerms.of(account).scopes(scopes));
    }

    /**
     * Issues a key; repeating it issues another.
     *
     * @throws IllegalArgumentException when its end has passed
     */
    public IssuedKey issue(KeyTerms terms) {
        return issue(terms, draft());
    }

    /** Draws a new key, and asks nobody. */
    public KeyDraft draft() {
        Instant now = now();
        return drawn(format.newId(now.getEpochSecond(), random), now);
    }

    /**
     * Draws a new secret of that key, and asks nobody.
     *
     * @throws IllegalArgumentException when no key of this prefix has such a name
     */
    public KeyDraft draft(CredentialId id) {
        require(format.names(id) ? null : "credential " + id + " is not named as a key of prefix " + format.marker());
        return drawn(id, now());
    }

    private KeyDraft drawn(CredentialId id, Instant now) {
        return new KeyDraft(id, KeyFormat.newKey(id, random), now);
    }

    /**
     * Issues the key that was drawn. Where that has been done, nothing is: the key is given as it is now, under the terms
     * it has.
     *
     * @param draft from {@link #draft()}, drawn within the last 15 minutes
     * @throws IllegalArgumentException when the key's end has passed, or the draft is older
     * @throws IllegalStateException when the name has been given to another key
     */
    public IssuedKey issue(KeyTerms terms, KeyDraft draft) {
        Instant now = now();
        if (terms.notAfter() != null && !now.isBefore(terms.notAfter())) {
            throw new IllegalArgumentException("the key would have ended at " + terms.notAfter() + ", it is " + now);
        }
        require(
                now.isAfter(draft.drawnAt().plus(DRAFT_KEEPS))
                        ? "the key was drawn at " + draft.drawnAt() + " and must be issued within " + DRAFT_KEEPS
                                + "; draw another"
                        : null);
        StoredSecret secret = KeyHash.of(draft.key(), pepper);
        try {
            return new IssuedKey(draft.key(), records.directory().insert(record(terms, draft, secret)));
        } catch (IllegalStateException taken) {
            CredentialRecord stored = find(draft.id()).orElseThrow(() -> taken);
            if (!holds(stored, secret)) {
                throw taken;
            }
            return new IssuedKey(draft.key(), stored);
        }
    }

    private static CredentialRecord record(KeyTerms terms, KeyDraft draft, StoredSecret secret) {
        Entitlement bare = Entitlement.of(terms.account(), Provenance.recorded(draft.id(), draft.drawnAt()));
        return terms.in(new CredentialRecord(draft.id(), ApiKeyAuthentication.KIND, List.of(secret), bare, false, 0));
    }

    private static boolean holds(CredentialRecord record, StoredSecret secret) {
        return record.secrets().stream().anyMatch(stored -> KeyHash.same(stored, secret));
    }

    /** The key of that name as it is now; nothing when there is none. */
    public Optional<CredentialRecord> find(CredentialId id) {
        return records.find(id);
    }

    /**
     * The keys of an account in order of name, whatever their prefix, page by page.
     *
     * @param after the last one of the page before; null for the first page
     * @param limit the most to give at once, in [1, {@value io.tallygate.spi.ChangeFeed#MAX_PAGE}]
     * @return fewer than the limit only at the end
     */
    public List<CredentialRecord> list(AccountId account, @Nullable CredentialId after, int limit) {
        return records.list(account, after, limit);
    }

    /**
     * Gives the key a new secret. The ones before are accepted for the overlap, or until their own end if that comes
     * first; with an overlap of zero they are gone at once. Repeating it gives it another one.
     *
     * @throws IllegalArgumentException when there is no such key, or the overlap is negative
     * @throws IllegalStateException when {@value CredentialRecord#MAX_SECRETS} secrets are live already
     */
    public IssuedKey rotate(CredentialId id, Duration overlap) {
        return rotate(draft(id), overlap);
    }

    /**
     * Gives the key the secret that was drawn. Where that has been done, nothing is.
     *
     * @param draft from {@link #draft(CredentialId)}
     * @throws IllegalArgumentException as of {@link #rotate(CredentialId, Duration)}
     * @throws IllegalStateException as there
     */
    public IssuedKey rotate(KeyDraft draft, Duration overlap) {
        require(overlap.isNegative() ? "overlap must not be negative, was " + overlap : null);
        StoredSecret secret = KeyHash.of(draft.key(), pepper);
        Instant now = now();
        CredentialRecord rotated = records.change(
                draft.id(),
                record -> holds(record, secret)
                        ? record
                        : record.withSecrets(rotated(record, secret, now, now.plus(overlap))));
        return new IssuedKey(draft.key(), rotated);
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
    public CredentialRecord change(CredentialId id, UnaryOperator<KeyTerms> change) {
        return records.change(id, record -> {
            KeyTerms before = KeyTerms.of(record);
            KeyTerms after = change.apply(before);
            require(after.account().equals(before.account()) ? null : "a key stays with its account; issue another");
            return after.in(record);
        });
    }

    /** Calls the key otherwise, for people; {@code ""} takes its label away. May be repeated. */
    public CredentialRecord label(CredentialId id, String text) {
        return records.change(id, record -> record.withLabel(text));
    }

    /** Switches the key off until {@link #enable}. May be repeated: nothing to do when it is. */
    public CredentialRecord disable(CredentialId id) {
        return records.change(id, record -> record.withDisabled(true));
    }

    /** Switches the key on again. May be repeated. */
    public CredentialRecord enable(CredentialId id) {
        return records.change(id, record -> record.withDisabled(false));
    }

    /** Lets the key end at that instant, which may have passed; null lets it go on without end. May be repeated. */
    public CredentialRecord expire(CredentialId id, @Nullable Instant end) {
        return records.change(
                id, record -> record.withEntitlement(record.entitlement().withNotAfter(end)));
    }

    /**
     * Removes the key for ever.
     *
     * @return whether there was one; so not, when it is repeated after a reply that was lost
     */
    public boolean revoke(CredentialId id) {
        return records.remove(id);
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.epochMillis());
    }
}
