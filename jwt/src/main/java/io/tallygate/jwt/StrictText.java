package io.tallygate.jwt;

import java.nio.charset.StandardCharsets;

/**
 * The text of JSON, between its quotes, in the one encoding that we accept: well-formed UTF-8 (Unicode 15, table 3-7: no
 * overlong form, no surrogate, nothing above U+10FFFF), no control, and no escape of half a surrogate pair.
 */
final class StrictText {
    /** There is no such character. */
    static final int NONE = -1;

    private StrictText() {}

    /** The index behind the plain characters that begin there: ASCII that stands for itself. */
    static int plainEnd(byte[] bytes, int from) {
        int i = from;
        while (i <= bytes.length - Long.BYTES) {
            long special = special(Words.at(bytes, i));
            if (special != 0) {
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < bytes.length && isPlain(bytes[i])) {
            i++;
        }
        return i;
    }

    /**
     * Tells the first byte of eight that is no plain character: in its top bit. What is less than the subtrahend borrows,
     * so bytes behind it may be told wrongly, but none before it.
     */
    private static long special(long eight) {
        long one = Words.each(1);
        long quote = (eight ^ Words.each('"')) - one;
        long backslash = (eight ^ Words.each('\\')) - one;
        long control = eight - Words.each(' ');
        return (quote | backslash | control | eight) & Words.TOP;
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    /** The index behind the character there, which is no plain one and no quote; {@link #NONE} when it is none. */
    static int afterSpecial(byte[] bytes, int at) {
        return bytes[at] == '\\' ? afterEscape(bytes, at) : afterSequence(bytes, at);
    }

    /** Two to four bytes; the first decides what the second may be. A control comes here, too, and is none of them. */
    private static int afterSequence(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return after(bytes, at, 1, 0x80, 0xBF);
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return after(bytes, at, 2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            return after(bytes, at, 3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
        }
        return NONE;
    }

    private static int after(byte[] bytes, int at, int more, int least, int most) {
        if (at + more >= bytes.length) {
            return NONE;
        }
        int second = bytes[at + 1] & 0xFF;
        boolean well = second >= least && second <= most;
        for (int i = 2; i <= more; i++) {
            well &= (bytes[at + i] & 0xC0) == 0x80;
        }
        return well ? at + more + 1 : NONE;
    }

    /** A pair of escapes is one character. */
    private static int afterEscape(byte[] bytes, int at) {
        if (at + 1 < bytes.length && meaning(bytes[at + 1]) != NONE) {
            return at + 2;
        }
        int unit = unitAt(bytes, at);
        if (unit == NONE || !Character.isSurrogate((char) unit)) {
            return unit == NONE ? NONE : at + 6;
        }
        int low = unitAt(bytes, at + 6);
        boolean pair = Character.isHighSurrogate((char) unit) && low != NONE && Character.isLowSurrogate((char) low);
        return pair ? at + 12 : NONE;
    }

    /** What well-formed text says. Copied in runs of characters, as each of a stranger's texts may be all escapes. */
    static String unescaped(byte[] bytes, int from, int to) {
        String escaped = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(escaped.length());
        int run = 0;
        for (int at = escaped.indexOf('\\'); at >= 0; at = escaped.indexOf('\\', run)) {
            text.append(escaped, run, at);
            boolean unit = escaped.charAt(at + 1) == 'u';
            run = at + (unit ? 6 : 2);
            text.append((char) (unit ? Integer.parseInt(escaped, at + 2, run, 16) : meaning(escaped.charAt(at + 1))));
        }
        return text.append(escaped, run, escaped.length()).toString();
    }

    /** What a letter means behind a backslash (RFC 8259, 7); {@link #NONE} when it means nothing. */
    private static int meaning(int letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> NONE;
        };
    }

    /** The UTF-16 unit that is escaped there, or {@link #NONE}. */
    private static int unitAt(byte[] bytes, int at) {
        if (at + 6 > bytes.length || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return NONE;
        }
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return NONE;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
