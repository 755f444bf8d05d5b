package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds app keys in the gate's directory, with their secrets opened.
 *
 * <p>As much is opened for every name, known or not: decoys where a record has fewer secrets than it may have. A secret
 * that cannot be opened is our fault, not the caller's: it is an alarm, and the look-up fails as if the centre were away.
 * So it does, without an alarm, where an edge has keys of days and none of today. Thread-safe.
 */
final class AppKeyLookUp {
    private static final CredentialId NOBODY = new CredentialId("nobody");

    /** How often keys of a day are asked for that should have come: the centre may be away, or its clock behind. */
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    private final Directory directory;
    private final SecretSeal seal;
    private final TimeSource time;
    private final SealAlarm alarm;
    private final StoredSecret decoy;

    /** @param environment one with a directory */
    AppKeyLookUp(Environment environment, SecretSeal seal) {
        this.directory = environment.directory().orElseThrow();
        this.seal = seal;
        this.time = environment.time();
        this.alarm = new SealAlarm(environment.listener());
        this.decoy = seal.seal(NOBODY, Secret.ofUtf8("-".repeat(53)), environment.random());
    }

    /**
     * The app key of that name; null when there is none.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked, or a secret cannot be opened
     */
    @Nullable
    AppKey find(CredentialId id) {
        CredentialRecord record =
                directory.find(id).filter(found -> isAppKey(found, id)).orElse(null);
        try {
            List<LiveSecret> secrets = open(id, record == null ? List.of() : record.secrets());
            alarm.over(id);
            return record == null ? null : key(record, secrets);
        } catch (UnopenedSecretException unopened) {
            alarm.tell(id, unopened);
            throw new DirectoryUnavailableException("app key " + id + " cannot be opened", unopened);
        }
    }

    private AppKey key(CredentialRecord record, List<LiveSecret> secrets) {
        Instant until = until(record.id(), EdgeDays.last(secrets));
        return new AppKey(record.entitlement().restingOn(record.id()), secrets, record.disabled(), until);
    }

    /** When the keys of the day after the last one are to be had; soon, when they should have come by now. */
    private @Nullable Instant until(CredentialId id, @Nullable LocalDate last) {
        if (last == null) {
            return null;
        }
        Instant now = now();
        if (last.isBefore(EdgeDays.dayOf(now))) {
            throw new DirectoryUnavailableException(
                    "of app key " + id + " there is no key of today, the last is of " + last);
        }
        Instant next = EdgeDays.nextAfter(last, id);
        return now.isBefore(next) ? next : now.plus(ASK_AGAIN);
    }

    private static boolean isAppKey(CredentialRecord found, CredentialId id) {
        return found.kind().equals(AppKey.KIND) && found.id().equals(id);
    }

    private List<LiveSecret> open(CredentialId id, List<StoredSecret> stored) throws UnopenedSecretException {
        Instant now = now();
        List<LiveSecret> secrets = new ArrayList<>(stored.size());
        for (int i = 0; i < CredentialRecord.MAX_SECRETS; i++) {
            if (i < stored.size()) {
                secrets.addAll(open(id, stored.get(i), now));
            } else {
                openDecoy();
            }
        }
        return secrets;
    }

    private void openDecoy() {
        try {
            seal.open(NOBODY, decoy);
        } catch (UnopenedSecretException changed) {
            // The key is not what it was when the gate began. The work is all that counts here.
        }
    }

    private List<LiveSecret> open(CredentialId id, StoredSecret stored, Instant now) throws UnopenedSecretException {
        try {
            return seal.open(id, stored);
        } catch (UnopenedSecretException unopened) {
            if (stored.liveAt(now)) {
                throw unopened;
            }
            return List.of(); // of use to nobody, and the key that sealed it may well be gone
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.epochMillis());
    }
}
