package io.tallygate.hmac;

import org.jspecify.annotations.Nullable;

/**
 * What of a request is signed by SigV4, and how it is spelled.
 *
 * @param without the name of the query parameter that holds the signature; null when none does
 * @param headers the fields that are signed
 */
record SigV4Signed(CanonicalRequest canonical, @Nullable String without, SignedHeaders headers, Payload.Told payload) {
    SigV4Signed with(PathForm other) {
        return new SigV4Signed(canonical.with(other), without, headers, payload);
    }

    SigV4Signed with(QueryForm other) {
        return new SigV4Signed(canonical.with(other), without, headers, payload);
    }

    SigV4Signed with(Payload.Told other) {
        return new SigV4Signed(canonical, without, headers, other);
    }

    PathForm paths() {
        return canonical.paths();
    }

    QueryForm queries() {
        return canonical.queries();
    }

    /** All that is hashed; null when the request cannot be signed so. */
    @Nullable
    String text(CapturedRequest request) {
        Octets out = Octets.ofThread();
        String query = request.query() == null ? "" : request.query();
        boolean complete = canonical.append(request, request.path(), query, without, request.authority(), headers, out);
        return complete ? out.add(payload.line()).text() : null;
    }
}
