package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String KEY = "tg_1xUlGz0123456789abcdefghijklmnopqrstuvwxy";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key",
                "api%5Fkey",
                "api%5fkey",
                "%61%70%69%5F%6B%65%79",
                "api%255Fkey",
                "api%25255Fkey",
                "%2561pi_key",
                "API_KEY",
                "Api_%4Bey",
                "api-key",
                "apikey",
                "api.key",
                "api_key[]",
                "api_key%5B%5D",
                "+api_key",
                "api_key%20",
                "api_key%00",
                "api%C1%9Fkey",
                "api_ke\u00e9y",
                "api%2%35Fkey",
                "api%key",
                "api%5",
                "api%",
                "api%u005Fkey",
                "%\uFF15\uFF16"
            })
    void redactsWhateverCouldBeTakenForTheParameter(String name) {
        for (String before : new String[] {"/a?", "/?x=1&", "/?x=1;", "/?x=1?", "/?x#", "/?x&&", "/?;"}) {
            assertThat(Redaction.redacted(before + name + "=" + KEY + "&y=2", "api_key"))
                    .isEqualTo(before + name + "=redacted&y=2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/?api_key, /?api_key=redacted",
        "/?api_key=, /?api_key=redacted",
        "/?api_key=a=b, /?api_key=redacted",
        "/?api_key=a;b?c#d&x=1, /?api_key=redacted&x=1",
        "/?api_key;x=1&y, /?api_key=redacted&y",
        "/?api_key=1&api%5Fkey=2, /?api_key=redacted&api%5Fkey=redacted"
    })
    void redactsAllOfTheValue(String target, String safe) {
        assertThat(Redaction.redacted(target, "api_key")).isEqualTo(safe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/?",
                "/?&",
                "/?&;&",
                "/api_key=1",
                "/?api_keys=1",
                "/?my_api_key=1",
                "/?key=api_key",
                "/?filter%5Bname%5D=a%20b",
                "/?=api_key",
                "?x=1&y=%zz"
            })
    void leavesEverythingElse(String target) {
        assertThat(Redaction.redacted(target, "api_key")).isEqualTo(target);
    }

    @Test
    void takesOnePassHoweverDeepTheEncoding() {
        String deep = "/?%" + "25".repeat(500_000) + "5F=" + KEY;
        assertThat(Redaction.redacted(deep, "_")).doesNotContain(KEY);
    }

    /** A name that is encoded at random, several times over, never hides the value. */
    @Test
    void seesThroughRandomEncodings() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String name = "api_key";
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                name = encodeSome(name, random);
            }
            assertThat(Redaction.redacted("/?x=1&" + name + "=" + KEY, "api_key"))
                    .as("seed " + seed)
                    .isEqualTo("/?x=1&" + name + "=redacted");
        }
    }

    private static String encodeSome(String text, Random random) {
        StringBuilder encoded = new StringBuilder();
        for (char c : text.toCharArray()) {
            encoded.append(random.nextBoolean() ? "%%%02X".formatted((int) c) : c);
        }
        return encoded.toString();
    }
}
