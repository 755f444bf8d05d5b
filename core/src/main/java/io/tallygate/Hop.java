package io.tallygate;

import io.tallygate.model.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy says of the machine it was called by.
 *
 * @param address that machine's address; null when it is hidden, unknown or no address
 * @param proto the protocol it used, in lower case; null when the proxy does not say
 */
record Hop(@Nullable IpAddress address, @Nullable String proto) {
    static final Hop UNKNOWN = new Hop(null, null);

    /** With the address in a text, or unknown; the port, if any, is left out but must be one. */
    static Hop of(String node, @Nullable String proto) {
        return new Hop(address(node), proto);
    }

    private static @Nullable IpAddress address(String node) {
        try {
            if (node.startsWith("[")) {
                int close = node.indexOf(']');
                return close > 0 && isPort(node, close + 1) ? v6(node.substring(1, close)) : null;
            }
            int colon = node.indexOf(':');
            if (colon >= 0 && colon == node.lastIndexOf(':')) {
                return isPort(node, colon) ? IpAddress.parse(node.substring(0, colon)) : null;
            }
            return IpAddress.parse(node);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable IpAddress v6(String text) {
        return text.indexOf(':') >= 0 ? IpAddress.parse(text) : null;
    }

    /** Whether the rest is nothing, or a colon and one to five digits. */
    private static boolean isPort(String node, int from) {
        int digits = node.length() - from - 1;
        boolean port = digits >= 1 && digits <= 5 && node.charAt(from) == ':';
        for (int i = from + 1; port && i < node.length(); i++) {
            port = node.charAt(i) >= '0' && node.charAt(i) <= '9';
        }
        return port || from == node.length();
    }
}
