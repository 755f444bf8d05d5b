package io.tallygate.servlet;

import io.tallygate.adapter.Routes;
import java.util.Arrays;

/** Compares routes with the URL patterns a filter is mapped to (Servlet 6.0, 12.2). */
final class UrlPatterns {
    private UrlPatterns() {}

    /** A route that no request can take is a mistake in one of the two, and would leave a path unprotected in silence. */
    static void requireReachable(Routes routes, String... urlPatterns) {
        if (urlPatterns.length == 0) {
            throw new IllegalArgumentException("there is no URL pattern; /* is all of the application");
        }
        for (String route : routes.patterns()) {
            if (Arrays.stream(urlPatterns).noneMatch(mapped -> overlap(route, mapped))) {
                throw new IllegalArgumentException("route " + route + " lies outside of the URL patterns "
                        + Arrays.toString(urlPatterns) + "; routes begin after the context path");
            }
        }
    }

    private static boolean overlap(String route, String mapped) {
        return mapped.startsWith("*.") || mapped.equals("/") || covers(mapped, route) || covers(route, mapped);
    }

    private static boolean covers(String pattern, String other) {
        if (!pattern.endsWith("/*")) {
            return pattern.equals(other);
        }
        String base = pattern.substring(0, pattern.length() - 1);
        return (other + "/").startsWith(base);
    }
}
