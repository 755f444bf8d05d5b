package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
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
    static final String ALGORITHM = "Algorithm";
    static final String CREDENTIAL = "Credential";
    static final String DATE = "Date";
    static final String EXPIRES = "Expires";
    static final String SIGNED_HEADERS = "SignedHeaders";
    static final String SIGNATURE = "Signature";
    static final String HASH = "Content-Sha256";

    /** The most characters that path and query may have, limits and signature included. */
    static final int LONGEST_TARGET = 1 << 12;

    private static final Set<String> REQUIRED = Set.of(ALGORITHM, CREDENTIAL, DATE, EXPIRES, SIGNED_HEADERS, SIGNATURE);

    private final SigV4Dialect dialect;
    private final TargetResolver targets;
    private final SigV4Window window;
    private final Payload unsaid;
    private final SigV4Form form;

    SigV4InQuery(SigV4Rules rules, SigV4Form form) {
        this.dialect = rules.scope().dialect();
        this.targets = rules.canonical().targets();
        this.window = rules.window();
        this.unsaid = rules.bodies().ofUrls();
        this.form = form;
    }

    SigV4Found find(InboundRequest request) {
        String target = targets.target(request);
        if (target == null) {
            return SigV4Fault.ABSENT;
        }
        int query = target.indexOf('?') + 1;
        return query > 0 && mentions(target, query) ? read(request, target, query) : SigV4Fault.ABSENT;
    }

    /** Whether a parameter is named as ours are. Allocates nothing. */
    private boolean mentions(String target, int query) {
        for (int at = query; at > 0; at = target.indexOf('&', at) + 1) {
            if (dialect.names(target, at)) {
                return true;
            }
        }
        return false;
    }

    private SigV4Found read(InboundRequest request, String target, int query) {
        if (target.length() > LONGEST_TARGET) {
            return SigV4Fault.LENGTH;
        }
        Map<String, String> ours = ours(target.substring(query));
        if (ours == null
                || !ours.keySet().containsAll(REQUIRED)
                || !dialect.algorithm().equals(ours.get(ALGORITHM))) {
            return SigV4Fault.PARAMETER;
        }
        long lifetime = window.lifetime(ours.getOrDefault(EXPIRES, ""));
        if (lifetime == 0) {
            return SigV4Fault.LIFETIME;
        }
        Payload payload = ours.containsKey(HASH) ? Payload.parse(ours.getOrDefault(HASH, "")) : unsaid;
        if (payload == null) {
            return SigV4Fault.PAYLOAD;
        }
        UrlLimits limits = UrlLimits.read(ours, target, request.target());
        if (limits == null) {
            return SigV4Fault.LIMIT;
        }
        return form.claim(request, words(ours, payload, lifetime, limits));
    }

    private static SigV4Words words(Map<String, String> ours, Payload payload, long lifetime, UrlLimits limits) {
        return new SigV4Words(
                Slice.whole(ours.getOrDefault(CREDENTIAL, "")),
                ours.getOrDefault(DATE, ""),
                Slice.whole(ours.getOrDefault(SIGNED_HEADERS, "")),
                payload,
                Slice.whole(ours.getOrDefault(SIGNATURE, "")),
                lifetime,
                limits);
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
            if (dialect.names(name, 0)) {
                String known = dialect.nameOf(name);
                if (!isKnown(known) || ours.put(known, each.decoded()) != null) {
                    return null;
                }
            }
        }
        return ours;
    }

    private static boolean isKnown(String name) {
        return REQUIRED.contains(name) || name.equals(HASH) || UrlLimits.NAMES.contains(name);
    }
}
