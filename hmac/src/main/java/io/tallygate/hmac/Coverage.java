package io.tallygate.hmac;

import java.util.List;

/** How much of a request a native signature covers. */
enum Coverage {
    /** Less than it must, or in another order. */
    INCOMPLETE(0),
    /** {@value #HEAD}, and maybe fields behind them: all of a request without a body. */
    HEAD_ONLY(1 + Coverage.HEAD.length()),
    /** Behind those also {@value #BODY}: all of a request with a body. */
    WITH_BODY(2 + Coverage.HEAD.length() + Coverage.BODY.length());

    /** What each signature covers first. */
    static final String HEAD = "\"@method\" \"@authority\" \"@path\" \"@query\"";

    /** What it covers next when there may be a body. */
    static final String BODY = "\"content-type\" \"content-digest\"";

    private static final List<String> HEAD_IDENTIFIERS = List.of(HEAD.split(" "));
    private static final List<String> IDENTIFIERS = List.of((HEAD + " " + BODY).split(" "));

    private static final String START = "(" + HEAD;

    private final int length;

    Coverage(int length) {
        this.length = length;
    }

    /** What must be covered of a request, in order. */
    static List<String> identifiers(boolean body) {
        return body ? IDENTIFIERS : HEAD_IDENTIFIERS;
    }

    /** What the list covers that begins there. */
    static Coverage of(String text, int from) {
        if (!text.startsWith(START, from)) {
            return INCOMPLETE;
        }
        int headTo = from + HEAD_ONLY.length;
        if (text.startsWith(" " + BODY, headTo) && endsComponent(text, from + WITH_BODY.length)) {
            return WITH_BODY;
        }
        return endsComponent(text, headTo) ? HEAD_ONLY : INCOMPLETE;
    }

    /** A component may go on behind the quote that ends its name, with parameters. */
    private static boolean endsComponent(String text, int at) {
        return text.startsWith(" ", at) || text.startsWith(")", at);
    }

    /** How far it goes in a list: behind the last component that it names. */
    int length() {
        return length;
    }

    /** Behind a list that has this coverage and nothing else; {@link StructuredFields#NONE} when it has more, or less. */
    int endOfList(String text, int from) {
        int end = from + length;
        return this != INCOMPLETE && text.charAt(end) == ')' ? end + 1 : StructuredFields.NONE;
    }
}
