package io.tallygate.hmac;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How signatures spell the authority of a request: in lower case, without the default port (RFC 9421, 2.2.3). */
final class Authority {
    private static final int LONGEST = 255 + 6;

    private Authority() {}

    /**
     * The one spelling.
     *
     * @param secure whether the scheme is https
     * @return null when it is no host with a port or without: {@code user@} is none either
     */
    static @Nullable String spelled(@Nullable String authority, boolean secure) {
        if (authority == null || authority.isEmpty() || authority.length() > LONGEST) {
            return null;
        }
        boolean lower = true;
        for (int i = 0; i < authority.length(); i++) {
            char c = authority.charAt(i);
            if (!isHostCharacter(c)) {
                return null;
            }
            lower &= c < 'A' || c > 'Z';
        }
        String name = lower ? authority : authority.toLowerCase(Locale.ROOT);
        String defaultPort = secure ? ":443" : ":80";
        return name.endsWith(defaultPort) ? name.substring(0, name.length() - defaultPort.length()) : name;
    }

    /** Letters, digits, and what names, IP literals and ports are written with. */
    private static boolean isHostCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_'
                || c == ':'
                || c == '['
                || c == ']';
    }
}
