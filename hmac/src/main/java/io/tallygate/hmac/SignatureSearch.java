package io.tallygate.hmac;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one signature among those in {@code Signature-Input} and {@code Signature} (RFC 9421, 4): others beside it are
 * read over, whatever they sign with.
 */
final class SignatureSearch {
    static final String INPUT = "signature-input";
    static final String SIGNATURE = "signature";

    private static final int MOST_CHARACTERS = 8 * 1024;

    private final @Nullable String label;
    private final @Nullable String tag;

    /**
     * @param label the one that is looked for; null for any
     * @param tag likewise, free of quotes and backslashes
     */
    SignatureSearch(@Nullable String label, @Nullable String tag) {
        this.label = label;
        this.tag = tag == null ? null : ";tag=\"" + tag + "\"";
    }

    /** The signature of a message whose fields stand in so many lines. */
    Found find(HttpMessage.Fields fields) {
        return find(fields.values(INPUT), fields.values(SIGNATURE));
    }

    /** The signature, if the fields have just one that is looked for. */
    Found find(List<String> inputs, List<String> signatures) {
        if (inputs.isEmpty()) {
            return SignatureFault.ABSENT;
        }
        if (tooLong(inputs) || tooLong(signatures)) {
            return SignatureFault.TOO_LARGE;
        }
        return inInput(joined(inputs), joined(signatures));
    }

    /** Whether the tag stands there. No text inside of a well-formed field can look like it. */
    boolean isMentioned(String input) {
        return tag == null || stands(tag, input, 0, input.length());
    }

    /** At the end first, which is where most signers put it. */
    private static boolean stands(String tag, String text, int from, int to) {
        if (text.startsWith(tag, to - tag.length()) && to - tag.length() >= from) {
            return true;
        }
        int at = text.indexOf(tag, from);
        return at >= 0 && at < to;
    }

    private Found inInput(String input, String signature) {
        Members members = new Members(input);
        SignatureParameters found = null;
        boolean seen = false;
        int labelFrom = 0;
        while (members.nextKey()) {
            SignatureParameters parameters = parameters(members, input);
            if (!members.broken() && isSought(members, input)) {
                if (seen) {
                    return SignatureFault.AMBIGUOUS;
                }
                seen = true;
                labelFrom = members.keyFrom();
                found = parameters;
            }
        }
        if (!seen && !members.broken()) {
            return SignatureFault.ABSENT;
        }
        return members.broken() || found == null ? SignatureFault.SPELLING : entry(labelFrom, found, signature);
    }

    /** What is well spelled is gone through once; what is not is gone over, which null says. */
    private static @Nullable SignatureParameters parameters(Members members, String input) {
        if (members.hasValue()) {
            SignatureParameters parameters = SignatureParameters.read(input, members.valueFrom());
            if (parameters != null && members.endValueAt(parameters.to())) {
                return parameters;
            }
        }
        members.endValue();
        return null;
    }

    private boolean isSought(Members members, String input) {
        boolean labelled = label == null || members.named(label);
        return labelled && (tag == null || stands(tag, input, members.valueFrom(), members.valueTo()));
    }

    private static Found entry(int labelFrom, SignatureParameters parameters, String signature) {
        Slice whole = parameters.whole();
        Members members = new Members(signature);
        byte[] code = null;
        boolean seen = false;
        while (members.nextKey()) {
            byte[] bytes = members.endBytes(MacKey.LENGTH);
            if (!members.broken() && members.named(whole.text(), labelFrom, whole.from() - 1)) {
                if (seen) {
                    return SignatureFault.AMBIGUOUS;
                }
                seen = true;
                code = bytes;
            }
        }
        if (members.broken()) {
            return SignatureFault.SPELLING;
        }
        return code == null ? SignatureFault.SIGNATURE_FORM : new SignatureEntry(labelFrom, parameters, code);
    }

    private static boolean tooLong(List<String> lines) {
        int length = 0;
        for (int i = 0; i < lines.size(); i++) {
            length += lines.get(i).length();
            if (length > MOST_CHARACTERS) {
                return true;
            }
        }
        return false;
    }

    private static String joined(List<String> lines) {
        return lines.size() == 1 ? lines.get(0) : String.join(", ", lines);
    }
}
