package io.tallygate.spi;

/** Takes the bytes that identify a credential. The order of calls matters; where one ends and the next begins does too. */
public interface Identity {
    /** Takes the characters {@code from} to {@code to} of a text. */
    void text(String text, int from, int to);

    /** Takes all of a text. */
    default void text(String text) {
        text(text, 0, text.length());
    }
}
