package io.tallygate.directory;

import io.tallygate.model.AuditEntry;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.StoredSecret;
import java.util.ArrayList;
import java.util.List;

/** What a record says, in words that anybody may read who may know of it: all but the values of its secrets. */
final class RecordWords {
    private static final String CUT = "...";

    private RecordWords() {}

    static String all(CredentialRecord record) {
        return joined(said(record));
    }

    /** What one record says and the other does not. */
    static String missing(CredentialRecord record, CredentialRecord other) {
        List<Said> rest = said(record);
        rest.removeAll(said(other));
        return joined(rest);
    }

    private static List<Said> said(CredentialRecord record) {
        List<Said> said = new ArrayList<>();
        said.add(new Said("kind " + record.kind()));
        said.add(new Said("account " + record.entitlement().account()));
        said.add(new Said("subject " + record.entitlement().subject()));
        if (!record.label().isEmpty()) {
            said.add(new Said("label " + quoted(record.label())));
        }
        said.add(new Said(record.disabled() ? "disabled" : "enabled"));
        for (StoredSecret secret : record.secrets()) {
            String end = secret.notAfter() == null ? "" : " until " + secret.notAfter();
            said.add(new Said("secret " + secret.form() + end, secret));
        }
        List<String> lines = StrictText.split(EntitlementText.write(record.entitlement()), '\n');
        lines.subList(1, lines.size()).forEach(line -> said.add(new Said(line)));
        return said;
    }

    /** Free text, which must not look like other words. */
    private static String quoted(String label) {
        return '"' + StrictText.escape(label).replace("\\0020", " ").replace("\"", "\\0022") + '"';
    }

    private static String joined(List<Said> said) {
        String text = String.join("; ", said.stream().map(Said::words).toList());
        return text.length() <= AuditEntry.MAX_STATE
                ? text
                : text.substring(0, AuditEntry.MAX_STATE - CUT.length()) + CUT;
    }

    /**
     * One thing a record says.
     *
     * @param meant what decides whether another record says the same: for a secret itself, which its words do not show
     */
    private record Said(String words, Object meant) {
        Said(String words) {
            this(words, words);
        }
    }
}
