package io.tallygate.hmac;

import io.tallygate.model.PlainPath;
import io.tallygate.model.Restriction;
import java.util.List;

/**
 * The path below which a URL is good for every path. It stands for all of them in what is signed.
 *
 * @param signed as its maker wrote it: plain, with a slash at both ends
 * @param atHost the same as the host sees it, behind a proxy that takes away what stands in front
 */
record UrlPrefix(String signed, String atHost) {
    /**
     * A prefix, for one request.
     *
     * @param signedTarget the target as the request's maker wrote it
     * @param sentTarget the same as it came here
     * @throws IllegalArgumentException when the prefix is not of the form above, or the host cannot see such paths
     */
    static UrlPrefix of(String prefix, String signedTarget, String sentTarget) {
        if (!prefix.endsWith("/") || !PlainPath.isPlain(prefix, prefix.length())) {
            throw new IllegalArgumentException(
                    "a path prefix must be a plain path that begins and ends with /, such as /reports/");
        }
        if (!signedTarget.endsWith(sentTarget)) {
            throw new IllegalArgumentException("a path prefix needs targets that nobody rewrites but at their start");
        }
        int taken = signedTarget.length() - sentTarget.length();
        boolean shared = taken < prefix.length()
                && prefix.charAt(taken) == '/'
                && prefix.regionMatches(0, signedTarget, 0, taken);
        if (!shared) {
            throw new IllegalArgumentException("a path prefix must begin with what a proxy takes away");
        }
        return new UrlPrefix(prefix, prefix.substring(taken));
    }

    /** @throws IllegalArgumentException when it is too long, or has an asterisk */
    Restriction restriction() {
        return new Restriction.Paths(List.of(atHost + "*"));
    }
}
