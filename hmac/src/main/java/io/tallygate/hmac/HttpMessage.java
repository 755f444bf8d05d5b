package io.tallygate.hmac;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What message signatures are made over: one request or response, as far as components name it (RFC 9421, 2). A view: what is
 * behind it must not change meanwhile.
 */
public sealed interface HttpMessage {
    /** The header section. */
    Fields fields();

    /**
     * A request that is about to be sent.
     *
     * @param uri absolute; what stands behind a number sign is not sent
     * @throws IllegalArgumentException when it has no host, or names a user
     */
    static Request sending(String method, URI uri, Fields fields) {
        if (uri.getScheme() == null || uri.getRawAuthority() == null) {
            throw new IllegalArgumentException("uri must be absolute and have a host");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return new Request(method, uri.getScheme(), uri.getRawAuthority(), target, fields);
    }

    /**
     * A request.
     *
     * @param method exactly as sent
     * @param scheme {@code http} or {@code https}
     * @param authority the host, with a port or without
     * @param target path and query, undecoded
     */
    record Request(String method, String scheme, String authority, String target, Fields fields)
            implements HttpMessage {
        /**
         * Spells scheme and authority as signatures do: in lower case, and without the default port.
         *
         * @throws IllegalArgumentException when either is no such thing
         */
        public Request {
            boolean secure = scheme.equalsIgnoreCase("https");
            if (!secure && !scheme.equalsIgnoreCase("http")) {
                throw new IllegalArgumentException("scheme must be http or https");
            }
            String spelled = Authority.spelled(authority, secure);
            if (spelled == null) {
                throw new IllegalArgumentException("authority must be a host, with a port or without");
            }
            scheme = secure ? "https" : "http";
            authority = spelled;
        }

        /** Where the path ends: before the question mark. */
        int pathTo() {
            return RequestTarget.pathTo(target);
        }
    }

    /**
     * A response.
     *
     * @param status the status code
     * @param request what it answers, or null when nobody knows
     */
    record Response(int status, Fields fields, @Nullable Request request) implements HttpMessage {}

    /** A header section. */
    @FunctionalInterface
    interface Fields {
        /** The values of all field lines of a name, in order; empty when there is none. Names have no case. */
        List<String> values(String name);

        /** Those of a map, whose names may be in any case. */
        static Fields of(Map<String, List<String>> headers) {
            return name -> headers.entrySet().stream()
                    .filter(header -> name.equalsIgnoreCase(header.getKey()))
                    .flatMap(header -> header.getValue().stream())
                    .toList();
        }
    }
}
