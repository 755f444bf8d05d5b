package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Parsed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a SigV4 signature in the query: a pre-signed URL. All parameters that are named as those of the dialect are must
 * be known: one that is not could be a limit, which nobody would keep.
 */
final class SigV4InQuery {
    private static final String ALGORITHM = "Algorithm";
    private static final String CREDENTIAL = "Credential";
    private static final String DATE = "Date";
    private static final String EXPIRES = "Expires";
    private static final String SIGNED_HEADERS = "SignedHeaders";
    private static final String SIGNATURE = "Signature";
    private static final String HASH = "Content-Sha256";
    private static final Set<String> REQUIRED = Set.of(ALGORITHM, CREDENTIAL, DATE, EXPIRES, SIGNED_HEADERS, SIGNATURE);

    private final String prefix;
    private final String algorithm;
    private final TargetResolver targets;
    private final SigV4Window window;
    private final Payload unsaid;
    private final SigV4Form form;

    SigV4InQuery(SigV4Rules rules, SigV4Form form) {
        this.prefix = rules.scope().dialect().fieldPrefix();
        this.algorithm = rules.scope().dialect().algorithm();
        this.targets = rules.canonical().targets();
        this.window = rules.window();
        this.unsaid = rules.bodies().ofUrls();
        this.form = form;
    }

    Parsed find(InboundRequest request) {
        String target = targets.target(request);
        if (target == null) {
            return Parsed.absent();
        }
        int query = target.indexOf('?') + 1;
        return query > 0 && mentions(target, query) ? read(request, target.substring(query)) : Parsed.absent();
    }

    /** Whether a parameter is named as ours are. Allocates nothing. */
    private boolean mentions(String target, int query) {
        for (int at = query; at > 0; at = target.indexOf('&', at) + 1) {
            if (target.regionMatches(true, at, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }

    private Parsed read(InboundRequest request, String query) {
        Map<String, String> ours = ours(query);
        if (ours == null || !ours.keySet().containsAll(REQUIRED) || !algorithm.equals(ours.get(ALGORITHM))) {
            return SigV4Fault.PARAMETER.malformed();
        }
        long lifetime = window.lifetime(ours.getOrDefault(EXPIRES, ""));
        if (lifetime == 0) {
            return SigV4Fault.LIFETIME.malformed();
        }
        Payload payload = ours.containsKey(HASH) ? Payload.parse(ours.getOrDefault(HASH, "")) : unsaid;
        if (payload == null) {
            return SigV4Fault.PAYLOAD.malformed();
        }
        SigV4Words words = new SigV4Words(
                ours.getOrDefault(CREDENTIAL, ""),
                ours.getOrDefault(DATE, ""),
                ours.getOrDefault(SIGNED_HEADERS, ""),
                payload,
                ours.getOrDefault(SIGNATURE, ""),
                lifetime);
        return form.claim(request, words);
    }

    /** Our parameters, by their names without the prefix; null when the query is broken, or one is repeated or unknown. */
    private @Nullable Map<String, String> ours(String query) {
        List<SigV4Parameter> all = SigV4Parameter.all(query);
        return all == null ? null : ours(all);
    }

    private @Nullable Map<String, String> ours(List<SigV4Parameter> all) {
        Map<String, String> ours = new HashMap<>();
        for (SigV4Parameter each : all) {
            String name = each.name();
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                String known = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
                if (!isKnown(known) || ours.put(known, each.decoded()) != null) {
                    return null;
                }
            }
        }
        return ours;
    }

    private static boolean isKnown(String name) {
        return REQUIRED.contains(name) || name.equals(HASH);
    }
}
