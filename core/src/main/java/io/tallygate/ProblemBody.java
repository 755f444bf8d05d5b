package io.tallygate;

import io.tallygate.model.Deny;
import io.tallygate.model.Limit;
import io.tallygate.model.Scope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A denial as a problem document (RFC 9457). Without a base for types, the type is {@code about:blank}, whose title is
 * the status's phrase by section 4.2.1, and what happened stands in the detail.
 */
final class ProblemBody {
    private final StringBuilder json = new StringBuilder(256);

    private ProblemBody() {}

    static byte[] of(Deny deny, ReplyRow row, @Nullable URI base) {
        ProblemBody body = new ProblemBody();
        body.json.append('{');
        if (base == null) {
            body.member("type", "about:blank").member("title", row.phrase());
        } else {
            body.member("type", base + deny.denial().code()).member("title", row.text());
        }
        body.number("status", row.status());
        if (base == null) {
            body.member("detail", row.text());
        }
        body.member("code", deny.denial().code())
                .member("requestId", deny.requestId().toString());
        body.extensions(deny);
        return body.json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void extensions(Deny deny) {
        list("requiredScopes", deny.requiredScopes().stream().map(Scope::value).toList());
        list("limits", deny.limits().stream().map(Limit::name).toList());
        if (deny.client() != null) {
            member("client", deny.client().toString());
        }
    }

    private ProblemBody member(String name, String value) {
        name(name);
        string(value);
        return this;
    }

    private void number(String name, int value) {
        name(name);
        json.append(value);
    }

    private void list(String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        name(name);
        json.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            string(values.get(i));
        }
        json.append(']');
    }

    private void name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        string(name);
        json.append(':');
    }

    /** By RFC 8259, section 7; and nothing that could end a script element, should it be put into one. */
    private void string(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
