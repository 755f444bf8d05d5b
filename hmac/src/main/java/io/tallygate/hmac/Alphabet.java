package io.tallygate.hmac;

import java.util.function.IntPredicate;

/** A set of characters of ASCII, where each is looked up by one read. Immutable. */
final class Alphabet {
    /** What stands between quotes without an escape: printable, and neither a quote nor a backslash. */
    static final Alphabet TEXT = new Alphabet(c -> c >= 0x20 && c <= 0x7E && c != '"' && c != '\\');

    /** What names of keys consist of. */
    static final Alphabet KEY_ID = new Alphabet(c -> isAlphanumeric(c) || "_-/.".indexOf(c) >= 0);

    /** The digits of base64url (RFC 4648, 5), without padding; of which nonces consist, too. */
    static final Alphabet BASE64URL = new Alphabet(c -> isAlphanumeric(c) || "_-".indexOf(c) >= 0);

    /** What stands for itself in a target: visible, and no percent sign, number sign or backslash. */
    static final Alphabet TARGET = new Alphabet(c -> c > 0x20 && c < 0x7F && "%#\\".indexOf(c) < 0);

    /** What stands for itself in what SigV4 encodes (RFC 3986, 2.3). */
    static final Alphabet UNRESERVED = new Alphabet(c -> isAlphanumeric(c) || "-._~".indexOf(c) >= 0);

    /** The same of a path: slashes, too. */
    static final Alphabet UNRESERVED_OR_SLASH = new Alphabet(c -> UNRESERVED.has((char) c) || c == '/');

    /** What can stand in a path or a query at all: no control, no space, and no number sign. */
    static final Alphabet OF_URIS = new Alphabet(c -> c > 0x20 && c < 0x7F && c != '#');

    /** What names of fields consist of: the characters of a token (RFC 9110, 5.6.2), but for capitals. */
    static final Alphabet FIELD_NAME =
            new Alphabet(c -> (isAlphanumeric(c) && !(c >= 'A' && c <= 'Z')) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);

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
        return endIn(slice.text(), slice.from(), slice.to()) == slice.to();
    }

    /** The first index from there on at which no character of it stands; the length when there is none such. */
    int endIn(String text, int from) {
        return endIn(text, from, text.length());
    }

    /** The same up to an end, which it is when there is none such. */
    int endIn(String text, int from, int to) {
        int end = from;
        while (end < to && has(text.charAt(end))) {
            end++;
        }
        return end;
    }

    boolean has(char c) {
        return c < members.length && members[c];
    }
}
