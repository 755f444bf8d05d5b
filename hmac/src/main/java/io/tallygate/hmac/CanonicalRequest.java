package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import org.jspecify.annotations.Nullable;

/**
 * What SigV4 makes of a request before it is hashed: a text of octets, one each (ISO 8859-1).
 *
 * @param paths how the path is spelled in it
 * @param queries how the query is
 * @param omitted the name of the query parameter that holds the signature
 * @param authorities where its authority stands
 * @param targets where its target stands
 */
record CanonicalRequest(
        PathForm paths, QueryForm queries, String omitted, AuthorityResolver authorities, TargetResolver targets) {
    private static final int LONGEST = 1 << 14;

    /** With the authority and the target that the request itself says. */
    CanonicalRequest(PathForm paths, QueryForm queries, String omitted) {
        this(paths, queries, omitted, AuthorityResolver.asSent(), TargetResolver.asSent());
    }

    CanonicalRequest with(PathForm others) {
        return new CanonicalRequest(others, queries, omitted, authorities, targets);
    }

    CanonicalRequest with(QueryForm others) {
        return new CanonicalRequest(paths, others, omitted, authorities, targets);
    }

    CanonicalRequest with(AuthorityResolver others) {
        return new CanonicalRequest(paths, queries, omitted, others, targets);
    }

    CanonicalRequest with(TargetResolver others) {
        return new CanonicalRequest(paths, queries, omitted, authorities, others);
    }

    /**
     * All of it but the last line, which tells the hash of the body.
     *
     * @param url the limits of a URL, whose signature stands in the query, and so is no part of it; null for other requests
     * @return the octets of this thread; null when the request cannot be signed in this form, or another one has the same text
     */
    @Nullable
    Octets upToBody(InboundRequest request, SignedHeaders headers, @Nullable UrlLimits url) {
        String method = request.method();
        String target = targets.target(request);
        String authority = authorities.authority(request);
        if (target == null || authority == null || !isWire(method) || !isWire(target)) {
            return null;
        }
        Slice path = new Slice(target, 0, RequestTarget.pathTo(target));
        Slice query = new Slice(target, Math.min(path.to() + 1, target.length()), target.length());
        if (!target.startsWith("/") || !paths.isWireForm(path)) {
            return null;
        }
        Octets out = Octets.ofThread();
        boolean encoded = url == null
                ? appendStart(method, path, query, null, out)
                : appendStart(url.signedMethod(method), url.signedPath(path), query, omitted, out);
        boolean whole = encoded && headers.append(request, authority, out);
        return whole ? out.add('\n') : null;
    }

    /**
     * The same of a URL that is yet to be used, and signs no field but the host.
     *
     * @param path one of which no other has the same text
     * @return null when the query is not encoded as it must be
     */
    @Nullable
    String ofUrl(String method, Slice path, String query, String authority) {
        Octets out = Octets.ofThread();
        boolean whole = appendStart(method, path, Slice.whole(query), omitted, out);
        return whole ? out.add("\nhost:").add(authority).add("\n\nhost\n").text() : null;
    }

    /** A method with a line end would be read as one and a path. */
    private static boolean isWire(String text) {
        return text.length() <= LONGEST && Alphabet.OF_URIS.spells(Slice.whole(text));
    }

    /**
     * Writes the same from the parts of a request, whether a wire could carry them or not.
     *
     * @return false when the query or a field cannot be signed
     */
    boolean append(
            InboundRequest request,
            String path,
            String query,
            @Nullable String without,
            String authority,
            SignedHeaders headers,
            Octets out) {
        Slice wire = Slice.whole(paths.wireForm(path));
        boolean whole = appendStart(request.method(), wire, Slice.whole(query), without, out)
                && headers.append(request, authority, out);
        out.add('\n');
        return whole;
    }

    /** The lines in front of those of the fields, without the end of the last. */
    private boolean appendStart(String method, Slice path, Slice query, @Nullable String without, Octets out) {
        out.add(method).add('\n');
        paths.append(path, out);
        out.add('\n');
        return queries.append(query, without, out);
    }
}
