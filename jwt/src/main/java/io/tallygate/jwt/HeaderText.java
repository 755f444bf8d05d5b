package io.tallygate.jwt;

/**
 * A header as it is spelled within a token.
 *
 * @param text the text it stands in
 * @param from its first character
 * @param to behind its last
 */
record HeaderText(String text, int from, int to) {
    private static final int SAMPLES = 16;

    int length() {
        return to - from;
    }

    /** A hash of some characters only: headers are compared in full afterwards, and of one issuer differ in the key id. */
    int sample() {
        int step = 1 + length() / SAMPLES;
        int hash = length();
        for (int i = from; i < to; i += step) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    boolean spells(String header) {
        return header.length() == length() && text.startsWith(header, from);
    }

    /** A copy that does not keep the token alive. */
    String copy() {
        return text.substring(from, to);
    }

    boolean isWellSpelled() {
        return Base64Url.isCanonical(text, from, to);
    }

    /** What it says, if it is well spelled. */
    byte[] decoded() {
        return Base64Url.decode(text, from, to);
    }
}
