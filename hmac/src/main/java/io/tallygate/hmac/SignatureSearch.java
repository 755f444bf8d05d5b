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
        return tag == null || input.contains(tag);
    }

    private Found inInput(String input, String signature) {
        Members members = new Members(input);
        Slice value = null;
        int labelFrom = 0;
        while (members.next()) {
            if (isSought(members, input)) {
                if (value != null) {
                    return SignatureFault.AMBIGUOUS;
                }
                labelFrom = members.keyFrom();
                value = new Slice(input, members.valueFrom(), members.valueTo());
            }
        }
        if (members.broken()) {
            return SignatureFault.SPELLING;
        }
        return value == null ? SignatureFault.ABSENT : entry(labelFrom, value, signature);
    }

    private boolean isSought(Members members, String input) {
        if (label != null && !members.named(label)) {
            return false;
        }
        int at = tag == null ? members.valueFrom() : input.indexOf(tag, members.valueFrom());
        return at >= 0 && at < members.valueTo();
    }

    private static Found entry(int labelFrom, Slice value, String signature) {
        SignatureParameters parameters = SignatureParameters.read(value);
        if (parameters == null) {
            return SignatureFault.SPELLING;
        }
        Members members = new Members(signature);
        byte[] code = null;
        boolean seen = false;
        while (members.next()) {
            if (members.named(value.text(), labelFrom, value.from() - 1)) {
                if (seen) {
                    return SignatureFault.AMBIGUOUS;
                }
                seen = true;
                code = ByteSequence.decode(signature, members.valueFrom(), members.valueTo(), MacKey.LENGTH);
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
