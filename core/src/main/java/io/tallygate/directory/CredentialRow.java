package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the table of credentials. Rows are read as if an enemy had written them. */
final class CredentialRow {
    static final String TABLE = "tallygate_credential";

    private static final int MAX_SECRETS = 8192;
    private static final int MAX_ENTITLEMENT = 65_536;

    private final String id;
    private final String kind;
    private final String label;
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
        this.label = text(row, "label");
        this.account = text(row, "account");
        this.subject = text(row, "subject");
        this.disabled = row.getBoolean("disabled");
        this.version = row.getLong("version");
        this.secrets = text(row, "secrets");
        this.entitlement = text(row, "entitlement");
    }

    /** From the words that {@link #words} gives; nothing is understood yet. */
    CredentialRow(List<String> words) {
        this.id = words.get(0);
        this.kind = words.get(1);
        this.label = words.get(2);
        this.account = words.get(3);
        this.subject = words.get(4);
        this.disabled = words.get(5).equals("true");
        this.version = Long.parseLong(words.get(6));
        this.secrets = words.get(7);
        this.entitlement = words.get(8);
    }

    private CredentialRow(CredentialRecord record) {
        this.id = record.id().value();
        this.kind = record.kind();
        this.label = StrictText.escape(record.label());
        this.account = record.entitlement().account().value();
        this.subject = record.entitlement().subject();
        this.disabled = record.disabled();
        this.version = record.version();
        this.secrets = bounded(record, SecretsText.write(record.secrets()), MAX_SECRETS, "secrets");
        this.entitlement = bounded(
                record, EntitlementText.write(record.entitlement()), MAX_ENTITLEMENT, "scopes and restrictions");
    }

    /**
     * The row of a record.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    static CredentialRow of(CredentialRecord record) {
        return new CredentialRow(record);
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
                    new CredentialId(id), kind, label(), SecretsText.read(secrets), given, disabled, version);
        } catch (RuntimeException unreadable) {
            // without its message or itself as the cause: both may quote the row
            throw new UnreadableRowException(TABLE, visible(id));
        }
    }

    private String label() {
        String read = StrictText.unescape(label);
        if (!StrictText.escape(read).equals(label)) {
            throw new IllegalArgumentException("not in its one form");
        }
        return read;
    }

    /** The name that stands in a row. */
    static CredentialId id(@Nullable String value) {
        try {
            return new CredentialId(value == null ? "" : value);
        } catch (IllegalArgumentException unreadable) {
            throw new UnreadableRowException(TABLE, visible(""));
        }
    }

    private static String visible(String id) {
        boolean safe = !id.isEmpty() && id.length() <= 128 && id.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        return safe ? id : "that is not a credential id";
    }

    /** All columns as text. */
    List<String> words() {
        return List.of(
                id,
                kind,
                label,
                account,
                subject,
                Boolean.toString(disabled),
                Long.toString(version),
                secrets,
                entitlement);
    }

    /** Gives the columns their values, in the order in which both of its statements name them: the id last. */
    void bind(PreparedStatement statement) throws SQLException {
        statement.setString(1, kind);
        statement.setString(2, label);
        statement.setString(3, account);
        statement.setString(4, subject);
        statement.setBoolean(5, disabled);
        statement.setString(6, secrets);
        statement.setString(7, entitlement);
        statement.setString(8, id);
    }

    private static String bounded(CredentialRecord record, String text, int max, String what) {
        if (text.length() > max) {
            throw new IllegalArgumentException("credential " + record.id() + " has too many or too long " + what + ": "
                    + text.length() + " characters of at most " + max + "; give it fewer");
        }
        return text;
    }
}
