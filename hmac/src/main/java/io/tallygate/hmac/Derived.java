package io.tallygate.hmac;

import org.jspecify.annotations.Nullable;

/** The components that are derived from a request as a whole and take no parameter of their own (RFC 9421, 2.2). */
enum Derived {
    METHOD("@method", (base, request) -> base.add(request.method())),
    AUTHORITY("@authority", (base, request) -> base.add(request.authority())),
    PATH("@path", (base, request) -> base.add(request.target(), 0, request.pathTo())),
    QUERY("@query", Derived::query),
    SCHEME("@scheme", (base, request) -> base.add(request.scheme())),
    REQUEST_TARGET("@request-target", (base, request) -> base.add(request.target())),
    TARGET_URI(
            "@target-uri",
            (base, request) -> base.add(request.scheme())
                    .add("://")
                    .add(request.authority())
                    .add(request.target()));

    private static final Derived[] ALL = values();

    private final String component;

    @SuppressWarnings("ImmutableEnumChecker") // none of them holds anything
    private final Value value;

    Derived(String component, Value value) {
        this.component = component;
        this.value = value;
    }

    @FunctionalInterface
    private interface Value {
        SignatureBase addTo(SignatureBase base, HttpMessage.Request request);
    }

    /** With its question mark, which stands there even if there is no query (2.2.7). */
    private static SignatureBase query(SignatureBase base, HttpMessage.Request request) {
        String target = request.target();
        int from = request.pathTo();
        return from == target.length() ? base.add("?") : base.add(target, from, target.length());
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

    void write(SignatureBase base, HttpMessage.Request request) {
        value.addTo(base, request);
    }
}
