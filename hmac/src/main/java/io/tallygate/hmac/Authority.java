package io.tallygate.hmac;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How signatures spell the authority of a request: in lower case, without the default port (RFC 9421, 2.2.3). */
final class Authority {
    private static final int LONGEST = 255 + 6;
    private static final int PORT_DIGITS = 5;

    private Authority() {}

    /**
     * The one spelling, which is spelled as itself.
     *
     * @param secure whether the scheme is https
     * @return null when it is no host with a port or without: {@code user@} is none either
     */
    static @Nullable String spelled(@Nullable String authority, boolean secure) {
        if (authority == null || authority.length() > LONGEST) {
            return null;
        }
        int hostTo = authority.startsWith("[") ? endOfLiteral(authority) : endOfName(authority);
        if (hostTo == 0 || !isPort(authority, hostTo)) {
            return null;
        }
        String host = authority.toLowerCase(Locale.ROOT);
        String defaultPort = secure ? ":443" : ":80";
        boolean usual = host.length() == hostTo + defaultPort.length() && host.endsWith(defaultPort);
        return usual ? host.substring(0, hostTo) : host;
    }

    /** Behind the name or the IPv4 address; 0 when there is none. */
    private static int endOfName(String authority) {
        int end = 0;
        while (end < authority.length() && isNameCharacter(authority.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Behind the brackets of an IPv6 address; 0 when it is none. Which addresses there are is not asked. */
    private static int endOfLiteral(String authority) {
        int end = 1;
        while (end < authority.length() && isLiteralCharacter(authority.charAt(end))) {
            end++;
        }
        return end > 1 && authority.startsWith("]", end) ? end + 1 : 0;
    }

    /** Whether nothing stands there, or a colon and some digits. */
    private static boolean isPort(String authority, int from) {
        int digits = authority.length() - from - 1;
        boolean port = digits >= 1 && digits <= PORT_DIGITS && authority.charAt(from) == ':';
        for (int i = from + 1; port && i < authority.length(); i++) {
            port = isDigit(authority.charAt(i));
        }
        return port || from == authority.length();
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '.' || c == '-' || c == '_';
    }

    private static boolean isLiteralCharacter(char c) {
        return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || isDigit(c) || c == ':' || c == '.';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
