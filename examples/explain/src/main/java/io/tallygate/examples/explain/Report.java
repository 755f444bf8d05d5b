package io.tallygate.examples.explain;

import io.tallygate.hmac.Explanation;

/** An explanation as text. */
final class Report {
    private Report() {}

    /** @param signersHash SHA-256 of what the signer says it has signed, in hex; empty when nobody knows */
    static String of(Explanation explanation, String signersHash) {
        StringBuilder text = new StringBuilder();
        line(text, "verdict", explanation.finding().toString());
        line(text, "because", explanation.detail());
        explanation.base().lines().forEach(each -> line(text, "base", each));
        line(text, "sha-256", explanation.hash());
        if (explanation.finding() == Explanation.Finding.NOT_SIGNED && !signersHash.isEmpty()) {
            boolean same = signersHash.equalsIgnoreCase(explanation.hash());
            line(
                    text,
                    "so",
                    same ? "the secret differs" : "something else was signed: compare the lines of both bases");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        if (!value.isEmpty()) {
            text.append(what)
                    .append(" ".repeat(9 - what.length()))
                    .append(value)
                    .append('\n');
        }
    }
}
