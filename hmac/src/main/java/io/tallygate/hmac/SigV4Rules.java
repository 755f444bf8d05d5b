package io.tallygate.hmac;

import java.util.ArrayList;
import java.util.List;

/**
 * What a host says of the signatures that it takes.
 *
 * @param scope where they are good
 * @param canonical what they make of a request
 * @param bodies which bodies they may come with
 * @param window when they are good
 */
record SigV4Rules(SigV4Scope scope, CanonicalRequest canonical, SigV4Bodies bodies, SigV4Window window) {
    static SigV4Rules standard(SigV4Scope scope, PathForm paths) {
        String signature = scope.dialect().field("Signature");
        return new SigV4Rules(
                scope,
                new CanonicalRequest(paths, QueryForm.SORTED, signature),
                SigV4Bodies.STRICT,
                SigV4Window.STANDARD);
    }

    SigV4Rules with(CanonicalRequest other) {
        return new SigV4Rules(scope, other, bodies, window);
    }

    SigV4Rules with(SigV4Bodies others) {
        return new SigV4Rules(scope, canonical, others, window);
    }

    SigV4Rules with(SigV4Window other) {
        return new SigV4Rules(scope, canonical, bodies, other);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>(window.faults());
        faults.addAll(bodies.faults());
        if (window.takesUrls() && canonical.queries() == QueryForm.RAW) {
            faults.add("pre-signed URLs have their signature in the query, which is then not signed as it stands there;"
                    + " leave out rawQueries, or presignedUrls");
        }
        return faults;
    }
}
