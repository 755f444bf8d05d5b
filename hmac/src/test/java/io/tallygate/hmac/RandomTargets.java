package io.tallygate.hmac;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Targets in every spelling that a wire can carry: escapes in either case, plus signs, repeated names, no values, UTF-8. */
final class RandomTargets {
    private static final String[] PIECES = {
        "a",
        "B",
        "7",
        "-",
        ".",
        "_",
        "~",
        "+",
        "*",
        "'",
        "(",
        "!",
        "$",
        ",",
        ";",
        ":",
        "@",
        "=",
        "&",
        "/",
        "?",
        "%",
        " ",
        "\"",
        "<",
        "^",
        "|",
        "\\",
        "#",
        "\u00e9",
        "\u1234",
        "\uffe5",
        "\ud83d\ude00",
        "q",
        "q.parser",
        "%41",
        "\u0000",
        "\n"
    };
    private static final String LITERAL = "!$'()*,:@;";

    private final Random random;

    RandomTargets(Random random) {
        this.random = random;
    }

    /**
     * A target.
     *
     * @param path as on the wire
     * @param parameters names and values, decoded, in the order of the wire
     * @param wire the whole
     * @param field the value of a field to be signed with it
     */
    record Target(String path, List<Map.Entry<String, String>> parameters, String wire, String field) {}

    Target target(PathForm form) {
        String path = path(form);
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            parameters.add(Map.entry(text(1), text(0)));
        }
        if (!parameters.isEmpty() && random.nextBoolean()) {
            parameters.add(Map.entry(parameters.get(0).getKey(), text(0)));
        }
        Collections.shuffle(parameters, random);
        StringBuilder wire = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, String> each : parameters) {
            wire.append(separator).append(spelled(each.getKey(), "")).append(value(each.getValue()));
            separator = '&';
        }
        return new Target(path, parameters, wire.toString(), field());
    }

    private String value(String value) {
        return value.isEmpty() && random.nextBoolean() ? "" : "=" + spelled(value, "=/?");
    }

    private String path(PathForm form) {
        StringBuilder path = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            path.append('/').append(spelled(text(1), "+=&"));
        }
        path.append(random.nextInt(4) == 0 ? "/" : "");
        String made = path.toString();
        return form.isWireForm(Slice.whole(made)) ? made : path(form);
    }

    private String text(int least) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /** Encoded where it must be, and sometimes where it need not be, in digits of either case. */
    private String spelled(String text, String more) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean literal = Alphabet.UNRESERVED.has(c) || (LITERAL + more).indexOf(c) >= 0;
            if (literal && random.nextInt(8) > 0) {
                out.append(c);
            } else {
                HexFormat hex =
                        random.nextBoolean() ? HexFormat.of() : HexFormat.of().withUpperCase();
                hex.toHexDigits(out.append('%'), octet);
            }
        }
        return out.toString();
    }

    private String field() {
        String[] values = {"x", " x  y ", "\"a   b\"", "a, b", "x\ty"};
        return values[random.nextInt(values.length)];
    }

    byte[] body() {
        byte[] body = new byte[random.nextInt(3) == 0 ? 1 + random.nextInt(200) : 0];
        random.nextBytes(body);
        return body;
    }
}
