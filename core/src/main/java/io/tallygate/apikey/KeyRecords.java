package io.tallygate.apikey;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.StaleVersionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The records of keys among all of a directory.
 *
 * @param directory where they are
 * @param version the one that changes are made from; {@link #ANY_VERSION} for the newest
 */
record KeyRecords(DirectoryAdmin directory, long version) {
    static final int ATTEMPTS = 10;
    static final long ANY_VERSION = 0;

    Optional<CredentialRecord> find(CredentialId id) {
        return directory.find(id).filter(KeyRecords::isKey);
    }

    /** Reads on behind records of other kinds, so that a page is full as long as there are keys. */
    List<CredentialRecord> list(AccountId account, @Nullable CredentialId after, int limit) {
        List<CredentialRecord> keys = new ArrayList<>();
        CredentialId last = after;
        List<CredentialRecord> page;
        do {
            page = directory.list(account, last, limit);
            page.stream().filter(KeyRecords::isKey).limit(limit - keys.size()).forEach(keys::add);
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

    private static boolean isKey(CredentialRecord record) {
        return record.kind().equals(ApiKeyAuthentication.KIND);
    }

    private static void requireKey(CredentialRecord record) {
        if (!isKey(record)) {
            throw new IllegalArgumentException(
                    "credential " + record.id() + " is of kind " + record.kind() + " and not an API key");
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
