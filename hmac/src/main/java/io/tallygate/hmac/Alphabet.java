package io.tallygate.hmac;

import java.util.function.IntPredicate;

/** A set of characters of ASCII, where each is looked up by one read. Immutable. */
final class Alphabet {
    /** What stands between quotes without an escape: printable, and neither a quote nor a backslash. */
    static final Alphabet TEXT = new Alphabet(c -> c >= 0x20 && c <= 0x7E && c != '"' && c != '\\');

    /** What names of keys consist of. */
    static final Alphabet KEY_ID = new Alphabet(c -> isAlphanumeric(c) || "_-/.".indexOf(c) >= 0);

    /** What nonces consist of: base64url (RFC 4648, 5). */
    static final Alphabet NONCE = new Alphabet(c -> isAlphanumeric(c) || "_-".indexOf(c) >= 0);

    /** What stands for itself in a target: visible, and no percent sign, number sign or backslash. */
    static final Alphabet TARGET = new Alphabet(c -> c > 0x20 && c < 0x7F && "%#\\".indexOf(c) < 0);

    private final boolean[] members = new boolean[0x80];

    private Alphabet(IntPredicate member) {
        for (int c = 0; c < members.length; c++) {
            members[c] = member.test(c);
        }
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Whether nothing else stands there. */
    boolean spells(Slice slice) {
        return endIn(slice.text(), slice.from()) >= slice.to();
    }

    /** The first index from there on at which no character of it stands; the length when there is none such. */
    int endIn(String text, int from) {
        int end = from;
        while (end < text.length() && has(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean has(char c) {
        return c < members.length && members[c];
    }
}
