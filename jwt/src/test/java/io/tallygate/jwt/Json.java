package io.tallygate.jwt;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes plain JSON values back. */
final class Json {
    private Json() {}

    static String text(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.entrySet().stream()
                    .map(member -> Draft.text(member.getKey().toString()) + ":" + text(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> elements) {
            return elements.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? Draft.text(text) : String.valueOf(value);
    }
}
