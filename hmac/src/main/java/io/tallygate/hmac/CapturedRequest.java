package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request's head, to be looked at when the request itself is over; and what it would have been had something
 * been otherwise. Without its body and whom it came from.
 *
 * @param secure whether it came over TLS
 * @param authority as its scheme takes it
 * @param target likewise
 * @param fields the values of all lines, by their names in lower case
 */
record CapturedRequest(String method, boolean secure, String authority, String target, Map<String, List<String>> fields)
        implements InboundRequest {
    private static final int MOST_NAMES = 128;
    private static final int MOST_CHARACTERS = 32 * 1024;

    /** Copies; null when there is more than anybody signs. */
    static @Nullable CapturedRequest of(InboundRequest request, String authority, String target) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int characters = target.length();
        for (String name : request.headerNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!fields.containsKey(lower)) {
                List<String> lines = List.copyOf(request.headers(name));
                fields.put(lower, lines);
                characters += name.length();
                characters += lines.stream().mapToInt(String::length).sum();
            }
            if (characters > MOST_CHARACTERS || fields.size() > MOST_NAMES) {
                return null;
            }
        }
        return new CapturedRequest(request.method(), request.secure(), authority, target, fields);
    }

    String path() {
        return target.substring(0, RequestTarget.pathTo(target));
    }

    /** Without its question mark; null when there is none. */
    @Nullable
    String query() {
        int pathTo = RequestTarget.pathTo(target);
        return pathTo == target.length() ? null : target.substring(pathTo + 1);
    }

    /** The one value of a field; null when there is none, or more. */
    @Nullable
    String field(String name) {
        List<String> lines = headers(name);
        return lines.size() == 1 ? lines.get(0) : null;
    }

    CapturedRequest withMethod(String other) {
        return new CapturedRequest(other, secure, authority, target, fields);
    }

    CapturedRequest withSecure(boolean other) {
        return new CapturedRequest(method, other, authority, target, fields);
    }

    CapturedRequest withAuthority(String other) {
        return new CapturedRequest(method, secure, other, target, fields);
    }

    CapturedRequest withTarget(String other) {
        return new CapturedRequest(method, secure, authority, other, fields);
    }

    CapturedRequest withPath(String other) {
        return withTarget(query() == null ? other : other + "?" + query());
    }

    CapturedRequest withQuery(String other) {
        return withTarget(path() + "?" + other);
    }

    CapturedRequest withField(String name, String value) {
        Map<String, List<String>> others = new LinkedHashMap<>(fields);
        others.put(name, List.of(value));
        return new CapturedRequest(method, secure, authority, target, others);
    }

    /** With all values of all fields changed. */
    CapturedRequest withValues(UnaryOperator<String> change) {
        Map<String, List<String>> others = new LinkedHashMap<>();
        fields.forEach((name, lines) -> {
            List<String> changed = new ArrayList<>(lines);
            changed.replaceAll(change);
            others.put(name, changed);
        });
        return new CapturedRequest(method, secure, authority, target, others);
    }

    @Override
    public List<String> headers(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public List<String> headerNames() {
        return List.copyOf(fields.keySet());
    }

    @Override
    public @Nullable IpAddress peer() {
        return null;
    }

    @Override
    public String toString() {
        return "CapturedRequest[redacted]";
    }
}
