package io.tallygate.adapter;

import io.tallygate.model.Demand;
import io.tallygate.model.PlainPath;
import io.tallygate.model.Scope;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which demand a request makes, by its path. Immutable.
 *
 * <p>A pattern is a path, such as {@code /health}, or a path and all below it, such as {@code /reports/*}. It is written
 * decoded and compared exactly; a trailing slash of the request makes no difference. <b>The most specific pattern
 * wins</b>, whatever the order of registration: the path itself before any {@code /*}, a longer {@code /*} before a
 * shorter.
 *
 * <p>A request whose path is not plain ({@link PlainPath}) might be one route to the host and another to this table. It
 * therefore makes the <em>strictest</em> demand: all scopes of all routes together, at the greatest cost. Without routes
 * there is only one demand, and spelling does not matter.
 */
public final class Routes {
    private static final Routes NONE = new Routes(Demand.plain(), Map.of());

    private final Demand otherwise;
    private final Map<String, Demand> patterns;
    private final List<Below> below;
    private final Demand strictest;

    private Routes(Demand otherwise, Map<String, Demand> patterns) {
        this.otherwise = otherwise;
        this.patterns = patterns;
        this.below = below(patterns);
        this.strictest = strictest(otherwise, patterns.values());
    }

    /** No routes: every request makes the plain demand. */
    public static Routes none() {
        return NONE;
    }

    /**
     * The same with this demand for requests that no pattern matches.
     *
     * @throws IllegalStateException when it was said before: replacing what is required in silence would be a trap
     */
    public Routes otherwise(Demand demand) {
        if (otherwise != Demand.plain()) {
            throw new IllegalStateException("what requests require was said twice; say it once, with all scopes");
        }
        return new Routes(demand, patterns);
    }

    /**
     * The same with one more route.
     *
     * @throws IllegalArgumentException when the pattern is not of the form above, is there already, or covers every
     *     path, which is {@link #otherwise}
     */
    public Routes with(String pattern, Demand demand) {
        Map<String, Demand> more = new TreeMap<>(patterns);
        if (more.put(checked(pattern), demand) != null) {
            throw new IllegalArgumentException("route " + pattern + " is there already; give it one demand");
        }
        return new Routes(otherwise, more);
    }

    private static String checked(String pattern) {
        String base = pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : pattern;
        if (pattern.equals("/*")) {
            throw new IllegalArgumentException("route /* is every path; say what all requests require instead");
        }
        if (pattern.length() > 1024 || !isPlain(pattern, base)) {
            throw new IllegalArgumentException("route must be a plain decoded path of at most 1024 characters that"
                    + " begins with /, does not end with / and may end with /*, was " + pattern);
        }
        return pattern;
    }

    private static boolean isPlain(String pattern, String base) {
        boolean trailingSlash = base.endsWith("/") && !pattern.equals("/");
        return !trailingSlash && base.indexOf('*') < 0 && PlainPath.decoded(encoded(base)) != null;
    }

    /** As a client sends it. */
    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    /** The patterns of all routes. */
    public Set<String> patterns() {
        return Set.copyOf(patterns.keySet());
    }

    /**
     * The demand of a request.
     *
     * @param rawPath the path as the client sent it, undecoded, without the query, and without whatever prefix the
     *     patterns leave out (a servlet's context path)
     */
    public Demand demandFor(String rawPath) {
        if (patterns.isEmpty()) {
            return otherwise;
        }
        String path = PlainPath.decoded(rawPath);
        return path == null ? strictest : mostSpecific(withoutTrailingSlash(path));
    }

    private static String withoutTrailingSlash(String path) {
        int last = path.length() - 1;
        return last > 0 && path.charAt(last) == '/' ? path.substring(0, last) : path;
    }

    private Demand mostSpecific(String path) {
        Demand exact = patterns.get(path);
        if (exact != null) {
            return exact;
        }
        for (Below candidate : below) {
            if (candidate.covers(path)) {
                return candidate.demand;
            }
        }
        return otherwise;
    }

    private static List<Below> below(Map<String, Demand> patterns) {
        List<Below> found = new ArrayList<>();
        patterns.forEach((pattern, demand) -> {
            if (pattern.endsWith("/*")) {
                found.add(new Below(pattern.substring(0, pattern.length() - 2), demand));
            }
        });
        found.sort(Comparator.comparingInt((Below route) -> route.base.length()).reversed());
        return List.copyOf(found);
    }

    private static Demand strictest(Demand otherwise, Collection<Demand> routes) {
        Set<Scope> scopes = new HashSet<>(otherwise.scopes());
        int units = otherwise.units();
        for (Demand demand : routes) {
            scopes.addAll(demand.scopes());
            units = Math.max(units, demand.units());
        }
        Demand all = otherwise.requiring(scopes);
        return units > 0 ? all.units(units) : all;
    }

    private record Below(String base, Demand demand) {
        boolean covers(String path) {
            return path.startsWith(base) && (path.length() == base.length() || path.charAt(base.length()) == '/');
        }
    }
}
