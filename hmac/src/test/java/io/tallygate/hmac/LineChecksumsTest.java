package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineChecksumsTest {
    private static final String BASE = "\"@method\": GET\n\"@path\": /\n\"@signature-params\": (\"@method\" \"@path\")";
    private static final String NONCE = "0123456789abcdef";

    @Test
    void areOneOfSixteenBitsForEachLine() {
        assertThat(LineChecksums.of(BASE, NONCE)).matches("[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}");
        assertThat(LineChecksums.of(BASE, NONCE)).isNotEqualTo(LineChecksums.of(BASE, "fedcba9876543210"));
    }

    @Test
    void nameTheLineOfWhichAnyDigitDiffers() {
        String sent = LineChecksums.of(BASE, NONCE);
        assertThat(LineChecksums.differing(sent, BASE, NONCE)).isEmpty();
        for (int i = 5; i < 9; i++) {
            String other = sent.substring(0, i) + "x" + sent.substring(i + 1);
            assertThat(LineChecksums.differing(other, BASE, NONCE)).containsExactly("\"@path\"");
        }
    }

    @Test
    void tellNothingIfTheyAreNotOfSoManyLines() {
        for (String sent : List.of("", "0000", "0000 0000 0000 0000", "0000 0000 0000 ")) {
            assertThat(LineChecksums.differing(sent, BASE, NONCE)).as(sent).isNull();
        }
    }

    @Test
    void cutWhatIsLong() {
        String base = "\"x-" + "m".repeat(100) + "\": a\n\"@signature-params\": ()";
        String sent = LineChecksums.of(base.replace(": a", ": b"), NONCE);
        assertThat(LineChecksums.differing(sent, base, NONCE))
                .singleElement()
                .extracting(String::length)
                .isEqualTo(64);
    }
}
