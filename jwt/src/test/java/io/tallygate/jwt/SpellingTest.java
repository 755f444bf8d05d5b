package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Base64url, UTF-8 and the compact form, against the JDK's coders. */
class SpellingTest {
    @Test
    void readsWhatTheJdkWrites() {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThat(Base64Url.isCanonical(text, 0, text.length())).isTrue();
            assertThat(Base64Url.decode(text, 0, text.length())).isEqualTo(bytes);
            assertThat(Base64Url.encode(bytes)).isEqualTo(text);
            for (int i = 0; i < length; i++) {
                assertThat((byte) Base64Url.byteAt(text, 0, i)).isEqualTo(bytes[i]);
            }
        }
    }

    /** Of all texts of two characters, 256 are the spelling of a byte, and each of another one. */
    @Test
    void hasOneSpellingForEachByte() {
        Set<Byte> spelled = new HashSet<>();
        int texts = 0;
        for (char first = 0; first < 0x180; first++) {
            for (char second = 0; second < 0x180; second++) {
                String text = "" + first + second;
                if (Base64Url.isCanonical(text, 0, 2)) {
                    texts++;
                    spelled.add(Base64Url.decode(text, 0, 2)[0]);
                }
            }
        }
        assertThat(texts).isEqualTo(256);
        assertThat(spelled).hasSize(256);
    }

    /** Random sequences of bytes, many of them nearly well-formed, judged as the JDK's decoder does. */
    @Test
    void acceptsExactlyWellFormedUtf8() {
        Random random = new Random(2);
        int wellFormed = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(4)];
            random.nextBytes(bytes);
            bytes[0] |= random.nextInt(4) == 0 ? (byte) 0xF0 : (byte) 0xC0;
            for (int j = 1; j < bytes.length; j++) {
                bytes[j] = random.nextInt(8) == 0 ? bytes[j] : (byte) (0x80 | (bytes[j] & 0x3F));
            }
            String decoded = new String(bytes, StandardCharsets.UTF_8);
            if (decoded.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\')) {
                boolean expected = Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), bytes);
                assertThat(textOf(bytes)).as(Arrays.toString(bytes)).isEqualTo(expected ? decoded : null);
                wellFormed += expected ? 1 : 0;
            }
        }
        assertThat(wellFormed).isGreaterThan(5_000);
    }

    /** What is read of these bytes between quotes; null when that is no text. */
    private static @Nullable String textOf(byte[] bytes) {
        byte[] quoted = new byte[bytes.length + 2];
        quoted[0] = '"';
        System.arraycopy(bytes, 0, quoted, 1, bytes.length);
        quoted[quoted.length - 1] = '"';
        JsonReader json = new JsonReader(quoted);
        String text = json.text();
        return json.isWhole() ? text : null;
    }

    @ParameterizedTest
    @CsvSource({
        "\\ud83d\\ude00, true",
        "\\uD83D\\uDE00, true",
        "\\ud83d, false",
        "\\ude00, false",
        "\\ude00\\ud83d, false",
        "\\ud83d\\ud83d\\ude00, false",
        "\\ud83dx, false",
        "\\ud83d\\u0041, false",
        "\\ud83d\\n, false",
        "\\\\ud83d, true",
        "\\\\\\ud83d, false",
        "\\u0041, true",
        "\\u12, false"
    })
    void acceptsWholePairsOfEscapedSurrogatesOnly(String text, boolean wellFormed) {
        assertThat(textOf(text.getBytes(StandardCharsets.US_ASCII)) != null).isEqualTo(wellFormed);
    }

    @ParameterizedTest
    @CsvSource({
        "ZQ.ZQ.ZQ,",
        "ZQ..ZQ,",
        ".ZQ.ZQ, PARTS",
        "ZQ.ZQ., PARTS",
        "ZQ.ZQ, PARTS",
        "ZQ, PARTS",
        "ZQ.ZQ.ZQ.ZQ, PARTS",
        "..., PARTS",
        "ZQ.ZQ.ZR, SPELLING",
        "ZR.ZQ.ZQ, SPELLING",
        "ZQ.Z.ZQ, SPELLING",
        "ZQ.ZQ.Z?, SPELLING",
        "ZQ.ZQ.ZWVlZWVlZWVlZWVlZWVl, TOO_LARGE"
    })
    void findsTheFaultOfAForm(String text, Refusal fault) {
        Refusal ofParts = CompactForm.fault(text, 0, 20);
        boolean foreign = ofParts == null
                && !new BearerTokens(new Headers(), 20).token(text, 0).fill(new TokenBytes());
        assertThat(foreign ? Refusal.SPELLING : ofParts).isEqualTo(fault);
    }
}
