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
     * @return null when the request cannot be signed in this form, or another one has the same text
     */
    @Nullable
    String upToBody(InboundRequest request, SignedHeaders headers, @Nullable UrlLimits url) {
        String target = targets.target(request);
        String authority = authorities.authority(request);
        if (target == null || authority == null || !isWire(request.method()) || !isWire(target)) {
            return null;
        }
        int pathTo = RequestTarget.pathTo(target);
        String path = target.substring(0, pathTo);
        String query = pathTo == target.length() ? "" : target.substring(pathTo + 1);
        if (!path.startsWith("/") || !paths.isWireForm(path)) {
            return null;
        }
        StringBuilder out = new StringBuilder(512);
        UrlLimits said = url == null ? UrlLimits.NONE : url;
        String without = url == null ? null : omitted;
        boolean whole = appendStart(said.signedMethod(request.method()), said.signedPath(path), query, without, out)
                && headers.append(request, authority, out);
        return whole ? out.append('\n').toString() : null;
    }

    /**
     * The same of a URL that is yet to be used, and signs no field but the host.
     *
     * @param path one of which no other has the same text
     * @return null when the query is not encoded as it must be
     */
    @Nullable
    String ofUrl(String method, String path, String query, String authority) {
        StringBuilder out = new StringBuilder(512);
        boolean whole = appendStart(method, path, query, omitted, out);
        return whole
                ? out.append("host:").append(authority).append("\n\nhost\n").toString()
                : null;
    }

    /** A method with a line end would be read as one and a path. */
    private static boolean isWire(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7F || c == '#') {
                return false;
            }
        }
        return text.length() <= LONGEST;
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
            StringBuilder out) {
        boolean whole =
                appendStart(request.method(), path, query, without, out) && headers.append(request, authority, out);
        out.append('\n');
        return whole;
    }

    /** The lines in front of those of the fields. */
    private boolean appendStart(String method, String path, String query, @Nullable String without, StringBuilder out) {
        out.append(method).append('\n');
        paths.append(path, out);
        out.append('\n');
        boolean encoded = queries.append(query, without, out);
        out.append('\n');
        return encoded;
    }
}
