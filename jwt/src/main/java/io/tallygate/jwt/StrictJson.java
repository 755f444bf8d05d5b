package io.tallygate.jwt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) with nothing left to choice: {@link StrictText}, one value and then the end, no duplicate name at any
 * depth, bounded depth. Everything else is as the grammar says.
 */
final class StrictJson {
    /** How deep objects and arrays may be nested. */
    static final int MAX_DEPTH = 32;

    private static final int MAX_NUMBER = 128;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION) // exceptions show no text, and are dropped besides
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .build();

    private StrictJson() {}

    /** Reads one value from a parser that stands on its first token, and leaves it on the last. */
    interface Reader<T> {
        @Nullable
        T read(JsonParser parser) throws IOException;
    }

    /** What the reader makes of the one value in these bytes; null when they are anything else, or the reader says so. */
    static <T> @Nullable T read(byte[] json, Reader<T> reader) {
        if (!StrictText.isWellFormed(json)) {
            return null;
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                return null;
            }
            T value = reader.read(parser);
            return value == null || parser.nextToken() != null ? null : value;
        } catch (IOException e) {
            return null; // malformed; from an array of bytes there is no other failure
        }
    }

    /** The object in these bytes, of maps, lists, strings, numbers, booleans and nulls; null when it is none. */
    static @Nullable Map<String, @Nullable Object> object(byte[] json) {
        return read(json, parser -> parser.currentToken() == JsonToken.START_OBJECT ? members(parser) : null);
    }

    /** Whether the bytes are JSON. */
    static boolean isJson(byte[] json) {
        return read(json, parser -> {
                    parser.skipChildren();
                    return Boolean.TRUE;
                })
                != null;
    }

    private static Map<String, @Nullable Object> members(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<@Nullable Object> elements(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }
}
