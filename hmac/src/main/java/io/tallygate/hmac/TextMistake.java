package io.tallygate.hmac;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Mistakes about the spelling of what is signed, line by line: the request is the one that has come. */
enum TextMistake implements Mistake {
    LINE_END("a line end were behind the last line") {
        @Override
        Stream<String> instead(String text, CapturedRequest request) {
            return Stream.of(text + "\n", text + "\r\n");
        }
    },
    CARRIAGE_RETURN("lines ended in a carriage return and a line feed") {
        @Override
        Stream<String> instead(String text, CapturedRequest request) {
            return Stream.of(text.replace("\n", "\r\n"));
        }
    },
    PLUS("plus signs and spaces of the query were taken for each other") {
        @Override
        Stream<String> instead(String text, CapturedRequest request) {
            return Stream.of(
                    text.replace("%20", "+"),
                    text.replace("+", "%20"),
                    text.replace("%2B", "%20"),
                    text.replace("+", "%2B"));
        }
    },
    WHITE_SPACE("the values of fields had the white space that is around them, or in them") {
        @Override
        Stream<String> instead(String text, CapturedRequest request) {
            String untrimmed = text;
            for (Map.Entry<String, List<String>> field : request.fields().entrySet()) {
                untrimmed = untrimmed(untrimmed, "\n\"" + field.getKey() + "\": ", field.getValue());
                untrimmed = untrimmed(untrimmed, "\n" + field.getKey() + ":", field.getValue());
            }
            return Stream.of(untrimmed);
        }
    },
    QUERY_MARK("\"@query\" had no question mark") {
        @Override
        Stream<String> instead(String text, CapturedRequest request) {
            return Stream.of(text.replace("\"@query\": ?", "\"@query\": "));
        }
    },
    DIGEST_LEFT_OUT("the line of \"content-digest\" were left out") {
        @Override
        Stream<String> instead(String text, CapturedRequest request) {
            int from = text.indexOf("\n\"content-digest\": ");
            return from < 0
                    ? Stream.empty()
                    : Stream.of(text.substring(0, from) + text.substring(text.indexOf('\n', from + 1)));
        }
    },
    PARAMETER_ORDER("the parameters of the signature were in another order") {
        @Override
        Stream<String> instead(String text, CapturedRequest request) {
            int from = text.lastIndexOf(");") + 1;
            if (from == 0 || !text.startsWith("\"@")) {
                return Stream.empty();
            }
            List<String> parameters = List.of(text.substring(from + 1).split(";"));
            return Stream.of(ordered(parameters, List.of()), ordered(parameters, CREATED_FIRST), reversed(parameters))
                    .map(each -> text.substring(0, from + 1) + String.join(";", each));
        }
    };

    /** As RFC 9421, 2.3, lists them. */
    private static final List<String> CREATED_FIRST = List.of("created", "expires", "nonce", "alg", "keyid", "tag");

    private final String clause;

    TextMistake(String clause) {
        this.clause = clause;
    }

    /** What may have been signed in its place. */
    abstract Stream<String> instead(String text, CapturedRequest request);

    @Override
    public String clause() {
        return clause;
    }

    private static String untrimmed(String text, String name, List<String> lines) {
        int from = text.indexOf(name);
        if (from < 0 || lines.size() != 1) {
            return text;
        }
        int to = text.indexOf('\n', from + 1);
        return text.substring(0, from) + name + lines.get(0) + text.substring(to);
    }

    private static List<String> ordered(List<String> parameters, List<String> names) {
        List<String> ordered = new ArrayList<>(parameters);
        Collections.sort(ordered);
        ordered.sort((one, other) -> Integer.compare(names.indexOf(name(one)), names.indexOf(name(other))));
        return ordered;
    }

    private static List<String> reversed(List<String> parameters) {
        List<String> reversed = new ArrayList<>(parameters);
        Collections.reverse(reversed);
        return reversed;
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }
}
