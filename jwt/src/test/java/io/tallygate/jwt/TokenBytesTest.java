package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The look at eight characters at a time, against the JDK's coders and one character at a time. */
class TokenBytesTest {
    private static final int TOKENS = 20_000;

    /** Of each place within a word, and behind the last, whatever stands there; and whatever stood there before. */
    @Test
    void tellsEachForeignCharacterInEachPlace() {
        TokenBytes bytes = new TokenBytes();
        int accepted = 0;
        for (int length = 4; length <= 28; length += 4) {
            for (int at = 0; at < length; at++) {
                for (char c = 0; c < 0x300; c++) {
                    assertThat(bytes.take("A".repeat(length) + ".AAAA.AAAA", 0, length, length + 5))
                            .isTrue();
                    String part = "A".repeat(at) + c + "A".repeat(length - at - 1);
                    boolean well = bytes.take(part + ".AAAA.AAAA", 0, length, length + 5);
                    assertThat(well).as("%d at %d", (int) c, at).isEqualTo(isCanonical(part));
                    accepted += well ? 1 : 0;
                }
            }
        }
        assertThat(accepted).isEqualTo(64 * (4 + 8 + 12 + 16 + 20 + 24 + 28));
    }

    /** Tokens of all lengths in turn, so that what is left of a longer one would be seen; half of them spoiled. */
    @Test
    void takesWhatIsCanonicalAndDecodesIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TokenBytes bytes = new TokenBytes();
        int accepted = 0;
        for (int i = 0; i < TOKENS; i++) {
            String[] parts = {part(random), part(random), part(random)};
            boolean canonical = isCanonical(parts[0]) && isCanonical(parts[1]) && isCanonical(parts[2]);
            String token = String.join(".", parts);
            String line = "x".repeat(random.nextInt(9)) + token;
            int from = line.length() - token.length();
            int secondDot = line.length() - parts[2].length() - 1;
            boolean well = bytes.take(line, from, from + parts[0].length(), secondDot);
            assertThat(well).as("seed %d: %s", seed, token).isEqualTo(canonical);
            if (well) {
                accepted++;
                assertThat(Base64Url.encode(bytes.header())).isEqualTo(parts[0]);
                assertThat(Base64Url.encode(bytes.payload())).isEqualTo(parts[1]);
                assertThat(Base64Url.encode(bytes.signature())).isEqualTo(parts[2]);
                String signed = new String(bytes.all(), 0, bytes.signedLength(), StandardCharsets.ISO_8859_1);
                assertThat(signed).isEqualTo(parts[0] + "." + parts[1]);
            }
            bytes.forget();
            assertThat(bytes.all()).isEqualTo(new byte[bytes.all().length]);
        }
        assertThat(accepted).isBetween(TOKENS / 4, TOKENS * 3 / 4);
    }

    private static String part(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 1500 : 60)];
        random.nextBytes(bytes);
        StringBuilder part =
                new StringBuilder(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        if (random.nextInt(5) == 0) {
            char c = (char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000));
            part.setCharAt(random.nextInt(part.length()), c == '.' ? ',' : c);
        }
        return part.toString();
    }

    /** Whether the JDK decodes it, and writes the same. */
    private static boolean isCanonical(String part) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(decoded)
                    .equals(part);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
