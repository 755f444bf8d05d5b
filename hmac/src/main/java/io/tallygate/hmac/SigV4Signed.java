package io.tallygate.hmac;

import org.jspecify.annotations.Nullable;

/**
 * How the canonical request of SigV4 is made of a request.
 *
 * @param omitted the name of the query parameter that holds the signature
 * @param headers the fields that are signed
 */
record SigV4Signed(PathForm paths, QueryForm queries, String omitted, SignedHeaders headers, Payload.Told payload) {
    SigV4Signed with(PathForm other) {
        return new SigV4Signed(other, queries, omitted, headers, payload);
    }

    SigV4Signed with(QueryForm other) {
        return new SigV4Signed(paths, other, omitted, headers, payload);
    }

    SigV4Signed with(Payload.Told other) {
        return new SigV4Signed(paths, queries, omitted, headers, other);
    }

    /** All that is hashed; null when the request cannot be signed so. */
    @Nullable
    String text(CapturedRequest request) {
        StringBuilder out = new StringBuilder(512);
        String query = request.query() == null ? "" : request.query();
        boolean complete = new CanonicalRequest(paths, queries, omitted)
                .append(request, request.path(), query, request.authority(), headers, out);
        return complete ? out.append(payload.line()).toString() : null;
    }
}
