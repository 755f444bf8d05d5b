package io.tallygate.hmac.webhook;

import io.tallygate.hmac.webhook.WebhookVerdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What reading the header fields came to: what they present, or why they are refused. Needs no secret. */
sealed interface Reading permits Presented, Unreadable {
    /** The most characters that the value of a field may have. */
    int LONGEST_VALUE = 2_048;

    /** Takes each field of the format from one line and has the format read them. */
    static Reading of(WebhookFormat format, Function<String, @Nullable List<String>> fields) {
        List<String> values = new ArrayList<>();
        for (String name : format.fields()) {
            List<String> lines = fields.apply(name);
            if (lines == null || lines.isEmpty()) {
                return new Unreadable(Reason.MISSING_FIELD);
            }
            if (lines.size() > 1) {
                return new Unreadable(Reason.REPEATED_FIELD);
            }
            if (lines.get(0).length() > LONGEST_VALUE) {
                return new Unreadable(Reason.MALFORMED_FIELD);
            }
            values.add(lines.get(0));
        }
        return read(format, values);
    }

    private static Reading read(WebhookFormat format, List<String> values) {
        Presented presented = format.read(values);
        if (presented == null) {
            return new Unreadable(Reason.MALFORMED_FIELD);
        }
        return presented.signatures().isEmpty() ? new Unreadable(Reason.OTHER_VERSION) : presented;
    }
}
