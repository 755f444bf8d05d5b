package io.tallygate.examples.quickstart;

import java.util.Locale;

/** Where the story is told. */
final class Screen {
    private Screen() {}

    static void say(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
