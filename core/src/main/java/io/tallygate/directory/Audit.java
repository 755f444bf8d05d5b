package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.AuditEntry;
import io.tallygate.model.AuditEntry.Action;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Revocation;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts what one actor changes into words.
 *
 * @param actor on whose behalf
 * @param time when
 */
record Audit(String actor, TimeSource time) {
    static Audit of(TimeSource time) {
        return new Audit(AuditEntry.UNKNOWN_ACTOR, time);
    }

    Audit {
        AuditEntry.requireActor(actor);
    }

    Audit by(String other) {
        return new Audit(other, time);
    }

    Audit by(TimeSource other) {
        return new Audit(actor, Objects.requireNonNull(other));
    }

    Instant now() {
        return Instant.ofEpochMilli(time.epochMillis());
    }

    AuditEntry added(CredentialRecord record) {
        return entry(Action.ADDED, of(record.id()), "", RecordWords.all(record));
    }

    AuditEntry updated(CredentialRecord before, CredentialRecord after) {
        return entry(
                Action.UPDATED, of(after.id()), RecordWords.missing(before, after), RecordWords.missing(after, before));
    }

    AuditEntry removed(CredentialRecord before) {
        return entry(Action.REMOVED, of(before.id()), RecordWords.all(before), "");
    }

    AuditEntry assigned(AccountId account, @Nullable String before, String after) {
        return entry(Action.ASSIGNED, of(new Revocation.OfAccount(account)), plan(before), plan(after));
    }

    AuditEntry revoked(Change.@Nullable Revoked before, Change.Revoked after) {
        return entry(Action.REVOKED, of(after.what()), state(before), state(after));
    }

    AuditEntry reinstated(Change.Revoked before) {
        return entry(Action.REINSTATED, of(before.what()), state(before), "");
    }

    private AuditEntry entry(Action action, String what, String from, String to) {
        return new AuditEntry(now(), actor, action, what, from, to);
    }

    /** The thing that a credential's changes are recorded under. */
    static String of(CredentialId id) {
        return of(new Revocation.OfCredential(id));
    }

    private static String of(Revocation revoked) {
        if (revoked instanceof Revocation.IssuedBefore old) {
            return old.among() == null ? "everything" : RevocationText.write(old.among());
        }
        return RevocationText.write(revoked);
    }

    private static String plan(@Nullable String name) {
        return name == null ? "" : "plan " + StrictText.escape(name);
    }

    private static String state(Change.@Nullable Revoked revoked) {
        if (revoked == null) {
            return "";
        }
        String what = revoked.what() instanceof Revocation.IssuedBefore old
                ? "revoked if issued before " + old.instant()
                : "revoked";
        return revoked.until() == null ? what : what + " until " + revoked.until();
    }
}
