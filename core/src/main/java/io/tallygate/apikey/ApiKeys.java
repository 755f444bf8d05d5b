package io.tallygate.apikey;

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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Issues API keys into a directory, and changes them there. Immutable and thread-safe.
 *
 * <p>A change is made from what is read immediately before, and repeated when somebody else was quicker, at most
 * {@value #ATTEMPTS} times. Every method that changes throws
 * {@link io.tallygate.spi.DirectoryUnavailableException} when the centre cannot be asked: whether the change was made
 * is then unknown, and repeating it is safe. Edges learn of a change as the directory's readers do.
 */
public final class ApiKeys {
    private static final int ATTEMPTS = 10;

    private final DirectoryAdmin directory;
    private final KeyFormat format;
    private final @Nullable Pepper pepper;
    private final TimeSource time;
    private final RandomGenerator random;

    private ApiKeys(
            DirectoryAdmin directory,
            KeyFormat format,
            @Nullable Pepper pepper,
            TimeSource time,
            RandomGenerator random) {
        this.directory = directory;
        this.format = format;
        this.pepper = pepper;
        this.time = time;
        this.random = random;
    }

    /** Keys in that directory that begin with {@code tg_}, without a pepper, by the machine's own time and chance. */
    public static ApiKeys in(DirectoryAdmin directory) {
        return new ApiKeys(
                Objects.requireNonNull(directory),
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
        return new ApiKeys(directory, new KeyFormat(prefix), pepper, time, random);
    }

    /**
     * The same with a pepper in all that is issued from now on; {@link ApiKeyScheme#pepper} must know it too.
     *
     * @param label what records call it by: 1 to 32 visible ASCII characters but no colon
     * @param source asked for each key; at least 16 bytes
     */
    public ApiKeys pepper(String label, Supplier<Secret> source) {
        require(Pepper.fault(label));
        return new ApiKeys(directory, format, new Pepper(label, Objects.requireNonNull(source)), time, random);
    }

    /** The same by another clock. */
    public ApiKeys time(TimeSource other) {
        return new ApiKeys(directory, format, pepper, Objects.requireNonNull(other), random);
    }

    /** The same by another source of chance, which must be unpredictable outside of tests. */
    public ApiKeys random(RandomGenerator other) {
        return new ApiKeys(directory, format, pepper, time, Objects.requireNonNull(other));
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
     * Issues a key.
     *
     * @throws IllegalArgumentException when its end has passed
     */
    public IssuedKey issue(KeyTerms terms) {
        Instant now = now();
        if (terms.notAfter() != null && !now.isBefore(terms.notAfter())) {
            throw new IllegalArgumentException("the key would have ended at " + terms.notAfter() + ", it is " + now);
        }
        CredentialId id = format.newId(now.getEpochSecond(), random);
        String key = KeyFormat.newKey(id, random);
        Entitlement entitlement = new Entitlement(
                terms.account(),
                Objects.requireNonNullElse(terms.subject(), id.value()),
                terms.scopes(),
                terms.restrictions(),
                null,
                terms.notAfter(),
                0,
                Provenance.recorded(id, now));
        CredentialRecord record = new CredentialRecord(
                id, ApiKeyAuthentication.KIND, List.of(KeyHash.of(key, pepper)), entitlement, false, 0);
        return new IssuedKey(key, directory.insert(record));
    }

    /**
     * Gives the key a new secret. The ones before are accepted for the overlap, or until their own end if that comes
     * first; with an overlap of zero they are gone at once.
     *
     * @throws IllegalArgumentException when there is no such key, or the overlap is negative
     * @throws IllegalStateException when {@value CredentialRecord#MAX_SECRETS} secrets are live already
     */
    public IssuedKey rotate(CredentialId id, Duration overlap) {
        if (overlap.isNegative()) {
            throw new IllegalArgumentException("overlap must not be negative, was " + overlap);
        }
        if (!format.names(id)) {
            throw new IllegalArgumentException(
                    "credential " + id + " is not named as a key of prefix " + format.marker());
        }
        String key = KeyFormat.newKey(id, random);
        StoredSecret secret = KeyHash.of(key, pepper);
        Instant now = now();
        return new IssuedKey(
                key, change(id, record -> record.withSecrets(rotated(record, secret, now, now.plus(overlap)))));
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

    /** Switches the key off until {@link #enable}. Nothing to do when it is. */
    public CredentialRecord disable(CredentialId id) {
        return change(id, record -> record.withDisabled(true));
    }

    /** Switches the key on again. */
    public CredentialRecord enable(CredentialId id) {
        return change(id, record -> record.withDisabled(false));
    }

    /** Lets the key end at that instant, which may have passed; null lets it go on without end. */
    public CredentialRecord expire(CredentialId id, @Nullable Instant end) {
        return change(id, record -> record.withEntitlement(record.entitlement().withNotAfter(end)));
    }

    /**
     * Removes the key for ever.
     *
     * @return whether there was one
     */
    public boolean revoke(CredentialId id) {
        for (int attempt = 1; ; attempt++) {
            CredentialRecord record = directory.find(id).orElse(null);
            if (record == null) {
                return false;
            }
            requireKey(record);
            try {
                directory.delete(id, record.version());
                return true;
            } catch (StaleVersionException overtaken) {
                giveUpAfter(attempt, overtaken);
            }
        }
    }

    private CredentialRecord change(CredentialId id, UnaryOperator<CredentialRecord> change) {
        for (int attempt = 1; ; attempt++) {
            CredentialRecord record =
                    directory.find(id).orElseThrow(() -> new IllegalArgumentException("there is no credential " + id));
            requireKey(record);
            CredentialRecord changed = change.apply(record);
            if (changed.equals(record)) {
                return record;
            }
            try {
                return directory.update(changed);
            } catch (StaleVersionException overtaken) {
                giveUpAfter(attempt, overtaken);
            }
        }
    }

    private static void requireKey(CredentialRecord record) {
        if (!record.kind().equals(ApiKeyAuthentication.KIND)) {
            throw new IllegalArgumentException(
                    "credential " + record.id() + " is of kind " + record.kind() + " and not an API key");
        }
    }

    private static void giveUpAfter(int attempt, StaleVersionException overtaken) {
        if (attempt == ATTEMPTS) {
            throw overtaken;
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.epochMillis());
    }
}
