package io.tallygate.apikey;

import org.jspecify.annotations.Nullable;

/** What names the fields that hold keys may have. Each answers what is wrong and what to do; null when nothing is. */
final class FieldNames {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~"; // RFC 9110, 5.6.2
    private static final String UNRESERVED_MARKS = "-._~"; // RFC 3986, 2.3

    private FieldNames() {}

    static @Nullable String headerFault(String name) {
        if (name.equalsIgnoreCase("Authorization")) {
            return "the header of API keys must not be Authorization; bearer() looks there";
        }
        return consistsOf(name, TOKEN_MARKS)
                ? null
                : "the header of API keys must have a field name (RFC 9110, 5.1); choose one such as X-Api-Key";
    }

    static @Nullable String parameterFault(String name) {
        return consistsOf(name, UNRESERVED_MARKS)
                ? null
                : "the query parameter of API keys must have unreserved characters only (RFC 3986, 2.3); choose one"
                        + " such as api_key";
    }

    private static boolean consistsOf(String name, String marks) {
        return !name.isEmpty() && name.chars().allMatch(c -> c < 0x7F && (alphanumeric(c) || marks.indexOf(c) >= 0));
    }

    private static boolean alphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
