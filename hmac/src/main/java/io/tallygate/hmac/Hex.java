package io.tallygate.hmac;

import java.util.HexFormat;

/** Codes and hashes of 32 bytes as SigV4 spells them: 64 hexadecimal digits, in lower case only. */
final class Hex {
    private static final int DIGITS = 2 * MacKey.LENGTH;

    private Hex() {}

    static boolean isCode(String text) {
        boolean code = text.length() == DIGITS;
        for (int i = 0; code && i < DIGITS; i++) {
            char c = text.charAt(i);
            code = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return code;
    }

    /** The bytes of a code. */
    static byte[] bytes(String code) {
        return HexFormat.of().parseHex(code);
    }
}
