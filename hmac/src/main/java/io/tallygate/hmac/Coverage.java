package io.tallygate.hmac;

import java.util.List;

/** How much of a request a native signature covers. */
enum Coverage {
    /** Less than it must, or in another order. */
    INCOMPLETE,
    /** {@value #HEAD}, and maybe fields behind them: all of a request without a body. */
    HEAD_ONLY,
    /** Behind those also {@value #BODY}: all of a request with a body. */
    WITH_BODY;

    /** What each signature covers first. */
    static final String HEAD = "\"@method\" \"@authority\" \"@path\" \"@query\"";

    /** What it covers next when there may be a body. */
    static final String BODY = "\"content-type\" \"content-digest\"";

    private static final List<String> HEAD_IDENTIFIERS = List.of(HEAD.split(" "));
    private static final List<String> IDENTIFIERS = List.of((HEAD + " " + BODY).split(" "));

    private static final String START = "(" + HEAD;
    private static final String START_WITH_BODY = START + " " + BODY;

    /** What must be covered of a request, in order. */
    static List<String> identifiers(boolean body) {
        return body ? IDENTIFIERS : HEAD_IDENTIFIERS;
    }

    static Coverage of(SignatureParameters parameters) {
        Slice whole = parameters.whole();
        if (whole.startsWith(START_WITH_BODY) && endsAt(whole, START_WITH_BODY.length())) {
            return WITH_BODY;
        }
        return whole.startsWith(START) && endsAt(whole, START.length()) ? HEAD_ONLY : INCOMPLETE;
    }

    /** A component may go on behind the quote that ends its name, with parameters. */
    private static boolean endsAt(Slice whole, int length) {
        char behind = whole.text().charAt(whole.from() + length);
        return behind == ' ' || behind == ')';
    }
}
