package io.tallygate.jwt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON by Jackson with all its rules switched on; and by the JDK what Jackson leaves open: UTF-8 without a mark at its
 * beginning, and no half of a surrogate pair. Of a number Jackson counts the digits, we each character.
 */
final class JacksonJson {
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_NUMBER = 128;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonReader.MAX_DEPTH)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private boolean paired = true;
    private boolean bounded = true;

    private JacksonJson() {}

    /** The one value, and null also for what is none; in a list, which is empty for the latter. */
    static List<@Nullable Object> read(byte[] bytes) {
        JacksonJson reading = new JacksonJson();
        List<@Nullable Object> values = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (isUtf8(bytes) && parser.nextToken() != null) {
                values.add(reading.value(parser));
            }
            boolean whole = parser.nextToken() == null && reading.paired && reading.bounded;
            return whole ? values : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.startsWith("\uFEFF");
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private Map<String, @Nullable Object> members(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = text(parser.currentName());
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private List<@Nullable Object> elements(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    private String text(String text) {
        paired &= text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return text;
    }

    private Number number(String text) {
        bounded &= text.length() <= LONGEST_NUMBER;
        boolean digits = text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? (Number) Long.valueOf(text) : (Number) Double.valueOf(text);
    }
}
