package io.tallygate;

import io.tallygate.model.HttpReply.Field;
import io.tallygate.model.Limit;
import java.util.List;

/**
 * The header fields that tell a client how it stands, by draft-ietf-httpapi-ratelimit-headers-10. Still a draft: its
 * names stand here and nowhere else. Values are structured fields (RFC 9651); the names of limits need no escaping.
 */
final class RateFields {
    private static final String POLICY = "RateLimit-Policy";
    private static final String STATE = "RateLimit";

    private RateFields() {}

    static void add(List<Field> headers, List<Limit> limits) {
        if (!limits.isEmpty()) {
            headers.add(new Field(POLICY, policies(limits)));
            headers.add(new Field(STATE, states(limits)));
        }
    }

    private static String policies(List<Limit> limits) {
        StringBuilder text = new StringBuilder();
        for (Limit limit : limits) {
            name(text, limit).append(";q=").append(limit.quota());
            if (limit.windowSeconds() > 0) {
                text.append(";w=").append(limit.windowSeconds());
            }
        }
        return text.toString();
    }

    private static String states(List<Limit> limits) {
        StringBuilder text = new StringBuilder();
        for (Limit limit : limits) {
            name(text, limit)
                    .append(";r=")
                    .append(limit.remaining())
                    .append(";t=")
                    .append(limit.resetSeconds());
        }
        return text.toString();
    }

    private static StringBuilder name(StringBuilder text, Limit limit) {
        return text.append(text.isEmpty() ? "\"" : ", \"").append(limit.name()).append('"');
    }
}
