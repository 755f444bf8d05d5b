package io.tallygate.jwt;

/**
 * Whether bytes are JSON text in the one encoding that we accept, as far as characters go: well-formed UTF-8 (Unicode
 * 15, table 3-7: no overlong form, no surrogate, nothing above U+10FFFF), no byte order mark, no NUL, and no escape of
 * half a surrogate pair. Grammar is the parser's.
 */
final class StrictText {
    private final byte[] bytes;
    private int at;

    private StrictText(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean isWellFormed(byte[] bytes) {
        return new StrictText(bytes).walk();
    }

    private boolean walk() {
        if (bytes.length >= 3 && at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
            return false;
        }
        while (at < bytes.length) {
            byte b = bytes[at];
            boolean well = b == '\\' ? escape() : b > 0 ? one() : multi();
            if (!well) {
                return false;
            }
        }
        return true;
    }

    private boolean one() {
        at++;
        return true;
    }

    /** Two to four bytes; the first decides what the second may be. A NUL comes here, too, and is none of them. */
    private boolean multi() {
        int lead = at(at);
        if (lead >= 0xC2 && lead <= 0xDF) {
            return follows(1, 0x80, 0xBF);
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return follows(2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            return follows(3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
        }
        return false;
    }

    private boolean follows(int count, int least, int most) {
        if (at + count >= bytes.length || at(at + 1) < least || at(at + 1) > most) {
            return false;
        }
        for (int i = 2; i <= count; i++) {
            if ((at(at + i) & 0xC0) != 0x80) {
                return false;
            }
        }
        at += count + 1;
        return true;
    }

    private boolean escape() {
        int unit = unitAt(at);
        if (unit < 0) {
            at += 2; // of another kind, or broken, which the parser will find
            return true;
        }
        at += 6;
        if (!Character.isSurrogate((char) unit)) {
            return true;
        }
        int low = unitAt(at);
        at += 6;
        return Character.isHighSurrogate((char) unit) && low >= 0 && Character.isLowSurrogate((char) low);
    }

    /** The UTF-16 unit that is escaped there; -1 when none is. */
    private int unitAt(int index) {
        if (index + 6 > bytes.length || bytes[index] != '\\' || bytes[index + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = index + 2; i < index + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private int at(int index) {
        return bytes[index] & 0xFF;
    }
}
