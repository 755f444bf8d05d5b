package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HexTest {
    private static final String CODE = "0123456789abcdef".repeat(4);

    @Test
    void readsACodeWhereItStands() {
        Random random = new Random(42);
        byte[] code = new byte[MacKey.LENGTH];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(code);
            String text = "f" + HexFormat.of().formatHex(code) + "f";
            assertThat(Hex.code(new Slice(text, 1, 65))).isEqualTo(code);
        }
    }

    /** A code has one spelling, so every other character makes it none, wherever it stands. */
    @Test
    void takesDigitsInLowerCaseOnly() {
        for (int at = 0; at < CODE.length(); at++) {
            for (char c = 0; c < 0x400; c++) {
                String text = CODE.substring(0, at) + c + CODE.substring(at + 1);
                assertThat(Hex.isCode(text)).as(text).isEqualTo("0123456789abcdef".indexOf(c) >= 0);
            }
        }
    }

    @Test
    void takesSixtyFourDigits() {
        assertThat(Hex.code(new Slice(CODE, 0, 63))).isNull();
        assertThat(Hex.code(new Slice(CODE + "0", 0, 65))).isNull();
        assertThat(Hex.isCode("")).isFalse();
        assertThatThrownBy(() -> Hex.bytes(CODE + "0")).hasMessage("a code must have 64 digits of 0-9 a-f");
    }
}
