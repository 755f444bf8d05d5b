package io.tallygate;

/** Makes text that came from elsewhere fit for one line of a log: bounded, and unable to look like another line. */
final class OneLine {
    private static final int LONGEST = 512;

    private OneLine() {}

    static String of(String text) {
        int length = Math.min(text.length(), LONGEST);
        StringBuilder line = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return length < text.length() ? line.append("...").toString() : line.toString();
    }
}
