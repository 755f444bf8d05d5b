package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import org.jspecify.annotations.Nullable;

/**
 * What SigV4 makes of a request before it is hashed. A text of octets, one each (ISO 8859-1).
 *
 * @param paths how the path is spelled in it
 * @param queries how the query is
 * @param omitted the name of the query parameter that holds the signature
 */
record CanonicalRequest(PathForm paths, QueryForm queries, String omitted) {
    private static final int LONGEST_TARGET = 1 << 14;

    /**
     * All of it but the last line, which tells the hash of the body.
     *
     * @return null when the request cannot be signed in this form, or has more than one spelling in it
     */
    @Nullable
    String upToBody(InboundRequest request, SignedHeaders headers) {
        String target = request.target();
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        if (!isWire(target) || !path.startsWith("/") || !paths.isWireForm(path)) {
            return null;
        }
        StringBuilder out = new StringBuilder(512);
        return append(request, path, query, headers, out) ? out.toString() : null;
    }

    private static boolean isWire(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= 0x20 || c >= 0x7F || c == '#') {
                return false;
            }
        }
        return target.length() <= LONGEST_TARGET;
    }

    /** The same of the parts of a request, whether they could come over a wire or not. */
    boolean append(InboundRequest request, String path, String query, SignedHeaders headers, StringBuilder out) {
        out.append(request.method()).append('\n');
        paths.append(path, out);
        out.append('\n');
        boolean encoded = queries.append(query, omitted, out);
        out.append('\n');
        boolean complete = encoded && headers.append(request, out);
        out.append('\n');
        return complete;
    }
}
