package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/orders, /orders",
        "/orders/, /orders/",
        "/orders/7/items, /orders/7/items",
        "/orders/a%20b, /orders/a b",
        "/%6Frder%73, /orders",
        "/orders/..., /orders/...",
        "/orders/.hidden, /orders/.hidden",
        "/orders/a.b..c, /orders/a.b..c",
        "/caf%c3%A9, /café",
        "/%F0%9F%9A%9A, /🚚",
        "/orders/a*b+c, /orders/a*b+c"
    })
    void decodesWhatHasOneReading(String raw, String decoded) {
        assertThat(PlainPath.decoded(raw)).isEqualTo(decoded);
        assertThat(PlainPath.isPlain(raw + "?a=/../b", raw.length())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "orders",
                "http://a/orders",
                "//orders",
                "/orders/../admin",
                "/orders/..",
                "/orders/.",
                "/./orders",
                "/orders//7",
                "/orders/7//",
                "/orders/%2e%2e/admin",
                "/orders/%2E%2e",
                "/orders/a%2Eb",
                "/orders/%2fadmin",
                "/orders/%2F",
                "/orders/%5c..",
                "/orders/a\\b",
                "/orders/..;/admin",
                "/orders/a;b=c",
                "/orders/%3b",
                "/orders/%3Fx",
                "/orders/%23",
                "/orders?x",
                "/orders/a#b",
                "/orders/%",
                "/orders/%2",
                "/orders/a%",
                "/orders/%zz",
                "/orders/%4x",
                "/orders/%+4",
                "/orders/%00",
                "/orders/%0a",
                "/orders/%1F",
                "/orders/%7f",
                "/orders/%252e",
                "/%25%36%38ealth",
                "/orders/a b",
                "/orders/a\tb",
                "/orders/\u007f",
                "/orders/\u00e9",
                "/orders/\uD83D",
                "/orders/%\uFF12\uFF10",
                "/caf%C3",
                "/caf%E9",
                "/caf%C3x%A9",
                "/orders/%C0%AE%C0%AE/admin",
                "/orders/%E0%80%AF",
                "/orders/%ED%A0%80",
                "/orders/%F8%88%80%80%AF"
            })
    void refusesWhatHasAnotherReading(String raw) {
        assertThat(PlainPath.decoded(raw)).isNull();
        assertThat(PlainPath.isPlain(raw, raw.length())).isFalse();
    }

    @Test
    void looksNoFurtherThanThePath() {
        assertThat(PlainPath.isPlain("/orders?a=/../b", 7)).isTrue();
        assertThat(PlainPath.isPlain("/orders%2", 7)).isTrue();
        assertThat(PlainPath.isPlain("/orders%20", 9)).isFalse();
        assertThat(PlainPath.isPlain("/orders", 0)).isFalse();
    }

    /** Whatever is plain is read alike by a decoder that is not ours, and hides no segment. */
    @Test
    void isReadAlikeByADecoderThatIsNotOurs() {
        String[] pieces = {"/", "a", "b", ".", "%2e", "%2F", "%41", ";", "\\", "%5C", "%C3%A9", "%", "%00", "%25"};
        Random random = new Random(7);
        int plain = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder raw = new StringBuilder("/");
            for (int length = random.nextInt(6); length > 0; length--) {
                raw.append(pieces[random.nextInt(pieces.length)]);
            }
            String read = PlainPath.decoded(raw.toString());
            if (read != null) {
                plain++;
                assertThat(URLDecoder.decode(raw.toString(), StandardCharsets.UTF_8))
                        .isEqualTo(read);
                assertThat(read + "/").doesNotContain("/./", "/../");
                assertThat(read).doesNotContain("//", "%", ";", "\\", "\0");
            }
        }
        assertThat(plain).isBetween(5_000, 40_000);
    }
}
