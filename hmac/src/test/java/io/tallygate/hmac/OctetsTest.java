package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OctetsTest {
    @Test
    void growsWithWhatIsAdded() {
        Octets octets = new Octets(0);
        StringBuilder same = new StringBuilder();
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            String text = "\u00e9" + "x".repeat(random.nextInt(100)) + i;
            octets.add(text).add('\u00ff').add(new Slice("<" + text + ">", 1, 1 + text.length()));
            same.append(text).append('\u00ff').append(text);
        }
        assertThat(octets.text()).isEqualTo(same.toString());
        byte[] bytes = same.toString().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(HexFormat.of().formatHex(octets.sha256())).isEqualTo(Sha256.hex(bytes));
        MacKey key = new MacKey(new byte[] {1});
        assertThat(octets.signedBy(key)).isEqualTo(key.sign(bytes));
    }

    @Test
    void writesEachByteInTwoDigits() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(new Octets(1).add('x').addHex(all).text())
                .isEqualTo("x" + HexFormat.of().formatHex(all));
    }

    /** Of a text that was large, the next one of the thread neither sees nor keeps anything. */
    @Test
    void beginsAnewForEachTextOfAThread() {
        assertThat(Octets.ofThread().add("a".repeat(100_000)).text()).hasSize(100_000);
        assertThat(Octets.ofThread().text()).isEmpty();
        assertThat(Octets.ofThread().add("b").text()).isEqualTo("b");
    }
}
