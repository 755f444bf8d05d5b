package io.tallygate.hmac;

import org.jspecify.annotations.Nullable;

/** The components that are derived from a request as a whole and take no parameter of their own (RFC 9421, 2.2). */
enum Derived {
    METHOD("@method") {
        @Override
        void write(SignatureBase base, HttpMessage.Request request) {
            base.add(request.method());
        }
    },
    AUTHORITY("@authority") {
        @Override
        void write(SignatureBase base, HttpMessage.Request request) {
            base.add(request.authority());
        }
    },
    PATH("@path") {
        @Override
        void write(SignatureBase base, HttpMessage.Request request) {
            base.add(request.target(), 0, request.pathTo());
        }
    },
    /** With its question mark, which stands there even if there is no query (2.2.7). */
    QUERY("@query") {
        @Override
        void write(SignatureBase base, HttpMessage.Request request) {
            int from = request.pathTo();
            if (from == request.target().length()) {
                base.add("?");
            } else {
                base.add(request.target(), from, request.target().length());
            }
        }
    },
    SCHEME("@scheme") {
        @Override
        void write(SignatureBase base, HttpMessage.Request request) {
            base.add(request.scheme());
        }
    },
    REQUEST_TARGET("@request-target") {
        @Override
        void write(SignatureBase base, HttpMessage.Request request) {
            base.add(request.target());
        }
    },
    TARGET_URI("@target-uri") {
        @Override
        void write(SignatureBase base, HttpMessage.Request request) {
            base.add(request.scheme()).add("://").add(request.authority()).add(request.target());
        }
    };

    private static final Derived[] ALL = values();

    private final String component;

    Derived(String component) {
        this.component = component;
    }

    /** The one that a walk has come to; null when it is none of these, or has a parameter. */
    static @Nullable Derived at(Components components) {
        for (Derived each : ALL) {
            if (components.isPlain(each.component)) {
                return each;
            }
        }
        return null;
    }

    /** Null when it is none of these. */
    static @Nullable Derived named(Slice name) {
        for (Derived each : ALL) {
            if (name.is(each.component)) {
                return each;
            }
        }
        return null;
    }

    abstract void write(SignatureBase base, HttpMessage.Request request);
}
