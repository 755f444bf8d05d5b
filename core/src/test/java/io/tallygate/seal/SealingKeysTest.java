package io.tallygate.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SealingKeysTest {
    private static final byte[] HEAD = ascii("1:2026");
    private static final byte[] CONTEXT = ascii("record 7");
    private static final byte[] CONTENT = ascii("what is secret");

    private final Random random = new Random(42);
    private final SealingKeys keys = keys("tests 1", "2026", 1);

    @Test
    void opensWhatItHasSealed() throws Exception {
        byte[] sealed = keys.seal(HEAD, CONTEXT, CONTENT, random);
        assertThat(sealed)
                .hasSize(HEAD.length + CONTENT.length + SealingKeys.OVERHEAD)
                .startsWith(HEAD);
        assertThat(keys.open("2026", sealed, HEAD.length, CONTEXT)).isEqualTo(CONTENT);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(sealed).isNotEqualTo(keys.seal(HEAD, CONTEXT, CONTENT, random));
    }

    @Test
    void sealsWithTheFirstKeyAndOpensWithEach() throws Exception {
        byte[] old = keys("tests 1", "2025", 2).seal(HEAD, CONTEXT, CONTENT, random);
        SealingKeys both = keys.alsoOpening("2025", source(2));
        assertThat(both.labels()).containsExactly("2026", "2025");
        assertThat(both.open("2025", old, HEAD.length, CONTEXT)).isEqualTo(CONTENT);
        byte[] fresh = both.seal(HEAD, CONTEXT, CONTENT, random);
        assertThat(keys.open("2026", fresh, HEAD.length, CONTEXT)).isEqualTo(CONTENT);
        assertThatThrownBy(() -> keys.open("2025", old, HEAD.length, CONTEXT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesEveryChangedBitOfTheSealedAndOfItsContext() {
        byte[] sealed = keys.seal(HEAD, CONTEXT, CONTENT, random);
        int refused = 0;
        for (int bit = 0; bit < sealed.length * 8; bit++, refused++) {
            byte[] changed = flipped(sealed, bit);
            assertRefused(() -> keys.open("2026", changed, HEAD.length, CONTEXT));
        }
        for (int bit = 0; bit < CONTEXT.length * 8; bit++, refused++) {
            byte[] other = flipped(CONTEXT, bit);
            assertRefused(() -> keys.open("2026", sealed, HEAD.length, other));
        }
        assertThat(refused).isEqualTo((sealed.length + CONTEXT.length) * 8);
    }

    @Test
    void refusesEveryPartAndMore() {
        byte[] sealed = keys.seal(HEAD, CONTEXT, CONTENT, random);
        for (int length = HEAD.length; length <= sealed.length + 1; length++) {
            byte[] other = Arrays.copyOf(sealed, length);
            if (length != sealed.length) {
                assertRefused(() -> keys.open("2026", other, HEAD.length, CONTEXT));
            }
        }
    }

    @Test
    void refusesWhatWasSealedForAnotherPurposeOrByAnotherKey() {
        byte[] sealed = keys.seal(HEAD, CONTEXT, CONTENT, random);
        assertRefused(() -> keys("tests 2", "2026", 1).open("2026", sealed, HEAD.length, CONTEXT));
        assertRefused(() -> keys("tests 1", "2026", 2).open("2026", sealed, HEAD.length, CONTEXT));
    }

    private static void assertRefused(ThrowingCallable opening) {
        assertThatThrownBy(opening).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void saysWhatIsWrongWithKeys() {
        assertThat(keys.faults()).isEmpty();
        assertThat(keys("tests 1", "two words", 1).faults())
                .singleElement()
                .asString()
                .startsWith("the test's key label must have");
        assertThat(keys.alsoOpening("2026", source(2)).faults())
                .singleElement()
                .asString()
                .contains("same label");
        assertThat(of(() -> Secret.of(new byte[31])).faults())
                .singleElement()
                .asString()
                .contains("32 random bytes");
    }

    @Test
    void showsNoKey() {
        assertThat(keys).hasToString("SealingKeys[2026]");
        assertThat(new SealingKey("2026", source(1))).hasToString("SealingKey[label=2026]");
        SealingKeys failing = of(() -> {
            throw new IllegalStateException("hunter2");
        });
        assertThat(failing.faults()).singleElement().asString().doesNotContain("hunter2");
        assertThatThrownBy(() -> failing.seal(HEAD, CONTEXT, CONTENT, random))
                .as("what sealing that fails says to the log")
                .hasMessageContaining("2026")
                .hasNoCause()
                .message()
                .doesNotContain("hunter2");
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static SealingKeys keys(String purpose, String label, int seed) {
        return SealingKeys.of("the test's", purpose, label, source(seed));
    }

    private static SealingKeys of(Supplier<Secret> source) {
        return SealingKeys.of("the test's", "tests 1", "2026", source);
    }

    private static Supplier<Secret> source(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return () -> Secret.of(bytes);
    }
}
