package io.tallygate.jwt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings, numbers, booleans and nulls, by the rules of {@link JsonReader}. */
final class StrictJson {
    private final JsonReader json;

    private StrictJson(byte[] bytes) {
        this.json = new JsonReader(bytes);
    }

    /** The object in these bytes; null when it is none. */
    static @Nullable Map<String, @Nullable Object> object(byte[] bytes) {
        StrictJson reading = new StrictJson(bytes);
        if (!reading.json.beginObject()) {
            return null;
        }
        Map<String, @Nullable Object> members = reading.members();
        return reading.json.isWhole() ? members : null;
    }

    private Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (json.nextMember()) {
            String name = json.name();
            members.put(name, value());
        }
        return members;
    }

    private List<@Nullable Object> elements() {
        List<@Nullable Object> elements = new ArrayList<>();
        while (json.nextElement()) {
            elements.add(value());
        }
        return elements;
    }

    private @Nullable Object value() {
        if (json.beginObject()) {
            return members();
        }
        if (json.beginArray()) {
            return elements();
        }
        String text = json.text();
        return text != null ? text : number();
    }

    private @Nullable Object number() {
        long whole = json.digits();
        if (whole >= 0) {
            return whole;
        }
        String number = json.number();
        return number != null ? Double.valueOf(number) : word();
    }

    private @Nullable Boolean word() {
        if (json.word("true")) {
            return Boolean.TRUE;
        }
        if (json.word("false")) {
            return Boolean.FALSE;
        }
        json.skip(); // null, or a fault
        return null;
    }
}
