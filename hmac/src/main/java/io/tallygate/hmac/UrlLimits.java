package io.tallygate.hmac;

import io.tallygate.model.Network;
import io.tallygate.model.Restriction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pre-signed URL is limited to beside its end. Each limit is a query parameter, named as those of the signature are,
 * and so a part of what is signed: whoever can sign a URL can limit it.
 *
 * @param grant the name under which URLs are revoked, and their uses counted, together; null when this one is alone
 * @param notBefore the first second at which it is good, since 1970; 0 when it is good from its making on
 * @param method what stands for all its methods in what is signed; null for that of the request
 * @param prefix what stands for all its paths in what is signed; null for that of the request
 * @param restrictions what the gate keeps it to
 * @param uses how often it may be used, or null
 */
record UrlLimits(
        @Nullable String grant,
        long notBefore,
        @Nullable String method,
        @Nullable UrlPrefix prefix,
        List<Restriction> restrictions,
        @Nullable UseLimit uses) {
    static final String GRANT = "Grant";
    static final String NOT_BEFORE = "Not-Before";
    static final String METHODS = "Methods";
    static final String PATH_PREFIX = "Path-Prefix";
    static final String NETWORKS = "Networks";
    static final String MAX_USES = "Max-Uses";

    /** The parameters, without the prefix of the dialect. */
    static final Set<String> NAMES = Set.of(GRANT, NOT_BEFORE, METHODS, PATH_PREFIX, NETWORKS, MAX_USES);

    static final UrlLimits NONE = new UrlLimits(null, 0, null, null, List.of(), null);

    private static final int LONGEST_GRANT = 64;
    private static final int LONGEST_LIST = 16;

    UrlLimits {
        restrictions = List.copyOf(restrictions);
    }

    /**
     * The limits that parameters say.
     *
     * @param signedTarget the target as the request's maker wrote it
     * @param sentTarget the same as it came here
     * @return null when one of them is nothing that could be kept
     */
    static @Nullable UrlLimits read(Map<String, String> parameters, String signedTarget, String sentTarget) {
        try {
            return parse(parameters, signedTarget, sentTarget);
        } catch (IllegalArgumentException illegal) {
            return null;
        }
    }

    /** @throws IllegalArgumentException which says what one of them must be */
    static UrlLimits parse(Map<String, String> parameters, String signedTarget, String sentTarget) {
        List<String> methods = list(parameters.get(METHODS));
        String prefix = parameters.get(PATH_PREFIX);
        UrlPrefix below = prefix == null ? null : UrlPrefix.of(prefix, signedTarget, sentTarget);
        String uses = parameters.get(MAX_USES);
        return new UrlLimits(
                grant(parameters.get(GRANT)),
                second(parameters.get(NOT_BEFORE)),
                methods.isEmpty() ? null : methods.get(0),
                below,
                restrictions(methods, below, list(parameters.get(NETWORKS))),
                uses == null ? null : UseLimit.parse(uses));
    }

    private static @Nullable String grant(@Nullable String text) {
        boolean name = text == null || (!text.isEmpty() && text.length() <= LONGEST_GRANT);
        for (int i = 0; text != null && name && i < text.length(); i++) {
            char c = text.charAt(i);
            name = Alphabet.UNRESERVED.has(c) && c != '~';
        }
        if (!name) {
            throw new IllegalArgumentException(
                    "a grant must be named by 1 to " + LONGEST_GRANT + " of A-Z a-z 0-9 - . _");
        }
        return text;
    }

    private static long second(@Nullable String text) {
        long second = text == null ? 0 : SigV4Time.epochSecond(text);
        if (second < 0) {
            throw new IllegalArgumentException("a time must be such as 20260131T120000Z");
        }
        return second;
    }

    /** None when nothing is said; at least one when something is, be it empty. */
    private static List<String> list(@Nullable String text) {
        List<String> all = text == null ? List.of() : List.of(text.split(",", -1));
        if (all.size() > LONGEST_LIST || new HashSet<>(all).size() < all.size()) {
            throw new IllegalArgumentException("a limit must list at most " + LONGEST_LIST + " things, each once");
        }
        return all;
    }

    private static List<Restriction> restrictions(
            List<String> methods, @Nullable UrlPrefix below, List<String> networks) {
        List<Restriction> restrictions = new ArrayList<>();
        if (!methods.isEmpty()) {
            restrictions.add(new Restriction.Methods(Set.copyOf(methods)));
        }
        if (below != null) {
            restrictions.add(below.restriction());
        }
        if (!networks.isEmpty()) {
            restrictions.add(networks(networks));
        }
        return restrictions;
    }

    /** Each in the spelling that it has as text. */
    private static Restriction networks(List<String> blocks) {
        for (String block : blocks) {
            if (!Network.parse(block).toString().equals(block)) {
                throw new IllegalArgumentException("a network must be such as 192.0.2.0/24 or 192.0.2.7/32");
            }
        }
        return Restriction.Networks.of(blocks.toArray(String[]::new));
    }

    /** The method that stands in what is signed. */
    String signedMethod(String sent) {
        return method == null ? sent : method;
    }

    /** The path that stands in what is signed. */
    Slice signedPath(Slice sent) {
        return prefix == null ? sent : Slice.whole(prefix.signed());
    }
}
