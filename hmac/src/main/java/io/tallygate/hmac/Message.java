package io.tallygate.hmac;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What signatures are made over: one request or response, as far as components name it (RFC 9421, 2). */
sealed interface Message {
    /** The values of all field lines of a name in lower case, in order. */
    List<String> field(String name);

    /** The request, or the one that is answered; null when nobody knows it. */
    @Nullable
    Request request();

    /**
     * A request.
     *
     * @param target path and query, as on the wire
     * @param authority as {@link Authority} spells it
     */
    record Request(String method, String scheme, String authority, String target, Fields fields) implements Message {
        @Override
        public List<String> field(String name) {
            return fields.values(name);
        }

        @Override
        public Request request() {
            return this;
        }

        /** Where the path ends: before the question mark. */
        int pathTo() {
            int query = target.indexOf('?');
            return query < 0 ? target.length() : query;
        }
    }

    /** A response. */
    record Response(int status, Fields fields, @Nullable Request request) implements Message {
        @Override
        public List<String> field(String name) {
            return fields.values(name);
        }
    }

    /** The header section of a message. */
    @FunctionalInterface
    interface Fields {
        /** The values of all field lines of a name in lower case, in order; empty when there is none. */
        List<String> values(String name);
    }
}
