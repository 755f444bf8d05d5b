package io.tallygate.issue;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.Environment;
import io.tallygate.spi.StaleVersionException;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The records of one kind of keys among all of a directory, and the time and the chance by which they are changed.
 * Immutable and thread-safe.
 */
public final class KeyRecords {
    static final int ATTEMPTS = 10;
    private static final long ANY_VERSION = 0;

    private final DirectoryAdmin directory;
    private final String kind;
    private final long version;
    private final TimeSource time;
    private final RandomGenerator random;

    private KeyRecords(DirectoryAdmin directory, String kind, long version, TimeSource time, RandomGenerator random) {
        this.directory = directory;
        this.kind = kind;
        this.version = version;
        this.time = time;
        this.random = random;
    }

    /** Those of that kind, at any version, by the machine's own time and chance. */
    public static KeyRecords in(DirectoryAdmin directory, String kind) {
        return new KeyRecords(
                Objects.requireNonNull(directory),
                kind,
                ANY_VERSION,
                TimeSource.system(),
                Environment.systemRandomness());
    }

    KeyRecords time(TimeSource other) {
        return new KeyRecords(directory, kind, version, Objects.requireNonNull(other), random);
    }

    KeyRecords random(RandomGenerator other) {
        return new KeyRecords(directory, kind, version, time, Objects.requireNonNull(other));
    }

    KeyRecords by(String actor) {
        return new KeyRecords(directory.by(actor), kind, version, time, random);
    }

    /** @param seen the one that changes are made from, and no other */
    KeyRecords atVersion(long seen) {
        if (seen < 1) {
            throw new IllegalArgumentException("a key that is there has a version from 1 on, was " + seen);
        }
        return new KeyRecords(directory, kind, seen, time, random);
    }

    /** The present, by its clock. */
    public Instant now() {
        return Instant.ofEpochMilli(time.epochMillis());
    }

    /** Its chance. */
    public RandomGenerator random() {
        return random;
    }

    /** @param given what it gives but for its terms */
    CredentialRecord insert(KeyTerms terms, Entitlement given, StoredSecret secret) {
        CredentialId id = Objects.requireNonNull(given.provenance().credential(), "the name of the key");
        return directory.insert(terms.in(new CredentialRecord(id, kind, List.of(secret), given, false, 0)));
    }

    Optional<CredentialRecord> find(CredentialId id) {
        return directory.find(id).filter(this::isKey);
    }

    /** Reads on behind records of other kinds, so that a page is full as long as there are keys. */
    List<CredentialRecord> list(AccountId account, @Nullable CredentialId after, int limit) {
        List<CredentialRecord> keys = new ArrayList<>();
        CredentialId last = after;
        List<CredentialRecord> page;
        do {
            page = directory.list(account, last, limit);
            page.stream().filter(this::isKey).limit(limit - keys.size()).forEach(keys::add);
            last = page.isEmpty() ? last : page.get(page.size() - 1).id();
        } while (keys.size() < limit && page.size() == limit);
        return List.copyOf(keys);
    }

    /** Makes a change; one that changes nothing is not made, whatever the version. */
    CredentialRecord change(CredentialId id, UnaryOperator<CredentialRecord> change) {
        for (int attempt = 1; ; attempt++) {
            CredentialRecord record =
                    directory.find(id).orElseThrow(() -> new IllegalArgumentException("there is no credential " + id));
            requireKey(record);
            CredentialRecord changed = change.apply(record);
            if (changed.equals(record)) {
                return record;
            }
            requireVersion(record);
            try {
                return directory.update(changed);
            } catch (StaleVersionException overtaken) {
                giveUpAfter(attempt, overtaken);
            }
        }
    }

    /** Returns whether there was one. */
    boolean remove(CredentialId id) {
        for (int attempt = 1; ; attempt++) {
            CredentialRecord record = directory.find(id).orElse(null);
            if (record == null) {
                return false;
            }
            requireKey(record);
            requireVersion(record);
            try {
                directory.delete(id, record.version());
                return true;
            } catch (StaleVersionException overtaken) {
                giveUpAfter(attempt, overtaken);
            }
        }
    }

    private boolean isKey(CredentialRecord record) {
        return record.kind().equals(kind);
    }

    private void requireKey(CredentialRecord record) {
        if (!isKey(record)) {
            throw new IllegalArgumentException(
                    "credential " + record.id() + " is of kind " + record.kind() + " and not " + kind);
        }
    }

    private void requireVersion(CredentialRecord record) {
        if (version != ANY_VERSION && version != record.version()) {
            throw new StaleVersionException(record.id(), version);
        }
    }

    private void giveUpAfter(int attempt, StaleVersionException overtaken) {
        if (attempt == ATTEMPTS || version != ANY_VERSION) {
            throw overtaken;
        }
    }
}
