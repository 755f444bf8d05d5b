package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of the table of credentials. Rows are read as if an enemy had written them. */
final class CredentialRow {
    static final String TABLE = "tallygate_credential";

    private static final int MAX_SECRETS = 8192;
    private static final int MAX_ENTITLEMENT = 65_536;

    private final String id;
    private final String kind;
    private final String account;
    private final String subject;
    private final boolean disabled;
    private final long version;
    private final String secrets;
    private final String entitlement;

    /** Reads the columns; nothing is understood yet. */
    CredentialRow(ResultSet row) throws SQLException {
        this.id = text(row, "id");
        this.kind = text(row, "kind");
        this.account = text(row, "account");
        this.subject = text(row, "subject");
        this.disabled = row.getBoolean("disabled");
        this.version = row.getLong("version");
        this.secrets = text(row, "secrets");
        this.entitlement = text(row, "entitlement");
    }

    /** Null, which our tables forbid, is as unreadable as the empty text. */
    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }

    /**
     * What the row says.
     *
     * @throws UnreadableRowException when it cannot be understood in full
     */
    CredentialRecord record() {
        try {
            if (version < 1 || secrets.length() > MAX_SECRETS || entitlement.length() > MAX_ENTITLEMENT) {
                throw new IllegalArgumentException("out of bounds");
            }
            Entitlement given = EntitlementText.read(entitlement, new AccountId(account), subject);
            return new CredentialRecord(
                    new CredentialId(id), kind, SecretsText.read(secrets), given, disabled, version);
        } catch (RuntimeException unreadable) {
            // without its message or itself as the cause: both may quote the row
            throw new UnreadableRowException(TABLE, visible(id));
        }
    }

    private static String visible(String id) {
        boolean safe = !id.isEmpty() && id.length() <= 128 && id.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        return safe ? id : "that is not a credential id";
    }

    static String secretsOf(CredentialRecord record) {
        return bounded(record, SecretsText.write(record.secrets()), MAX_SECRETS, "secrets");
    }

    static String entitlementOf(CredentialRecord record) {
        return bounded(record, EntitlementText.write(record.entitlement()), MAX_ENTITLEMENT, "scopes and restrictions");
    }

    private static String bounded(CredentialRecord record, String text, int max, String what) {
        if (text.length() > max) {
            throw new IllegalArgumentException("credential " + record.id() + " has too many or too long " + what + ": "
                    + text.length() + " characters of at most " + max + "; give it fewer");
        }
        return text;
    }
}
