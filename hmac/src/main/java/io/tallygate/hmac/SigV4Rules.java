package io.tallygate.hmac;

import java.util.ArrayList;
import java.util.List;

/**
 * What a host says of the signatures that it takes.
 *
 * @param scope where they are good
 * @param paths how they spell the path
 * @param queries how they spell the query
 * @param bodies which bodies they may come with
 * @param window when they are good
 */
record SigV4Rules(SigV4Scope scope, PathForm paths, QueryForm queries, SigV4Bodies bodies, SigV4Window window) {
    static SigV4Rules standard(SigV4Scope scope, PathForm paths) {
        return new SigV4Rules(scope, paths, QueryForm.SORTED, SigV4Bodies.STRICT, SigV4Window.STANDARD);
    }

    SigV4Rules with(QueryForm others) {
        return new SigV4Rules(scope, paths, others, bodies, window);
    }

    SigV4Rules with(SigV4Bodies others) {
        return new SigV4Rules(scope, paths, queries, others, window);
    }

    SigV4Rules with(SigV4Window other) {
        return new SigV4Rules(scope, paths, queries, bodies, other);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        bodies.addFaults(faults);
        window.addFaults(faults);
        if (window.takesUrls() && queries == QueryForm.RAW) {
            faults.add("pre-signed URLs have their signature in the query, which is not signed as it is there;"
                    + " leave out rawQueries");
        }
        return faults;
    }
}
