package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tallygate.directory.SnapshotRefusedException.Reason;
import io.tallygate.model.Secret;
import io.tallygate.seal.SealingKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealTest {
    /** Stands for files that are on disks: when this test must change, opening the old ones must stay. */
    private static final String VERSION_1 = "5447434f4e54494e" + "00000001" + "04" + "32303236"
            + "359d41baf78afe0de1bbe7ae"
            + "ec3f57a01c194ea623e6fdb776e00d1f0cbfa0d4627cf27e910ace32fa93";

    private static final byte[] CONTENT = "what was known".getBytes(StandardCharsets.US_ASCII);

    private final Seal seal = new Seal(keys("2026", 1).alsoOpening("2025", () -> secret(2)), new Random(42));

    @Test
    void opensWhatItHasSealed() throws Exception {
        byte[] sealed = seal.seal(CONTENT);
        assertThat(seal.open(sealed)).isEqualTo(CONTENT);
        assertThat(sealed.length).isLessThanOrEqualTo(CONTENT.length + Seal.OVERHEAD);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("known");
    }

    @Test
    void sealsNeverTheSameWay() throws Exception {
        assertThat(seal.seal(CONTENT)).isNotEqualTo(seal.seal(CONTENT));
    }

    @Test
    void opensTheFormThatIsOnDisks() throws Exception {
        byte[] sealed = new Seal(keys("2026", 1), new Random(42)).seal(CONTENT);
        assertThat(HexFormat.of().formatHex(sealed)).isEqualTo(VERSION_1);
        assertThat(seal.open(HexFormat.of().parseHex(VERSION_1))).isEqualTo(CONTENT);
    }

    @Test
    void opensWithAnOldKey() throws Exception {
        byte[] old = new Seal(keys("2025", 2), new Random(42)).seal(CONTENT);
        assertThat(seal.open(old)).isEqualTo(CONTENT);
        byte[] fresh = seal.seal(CONTENT);
        assertThat(new Seal(keys("2026", 1), new Random(42)).open(fresh))
                .as("sealed with the first")
                .isEqualTo(CONTENT);
    }

    @Test
    void refusesEveryChangedBit() throws Exception {
        byte[] sealed = seal.seal(CONTENT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> seal.open(changed)).as("bit %d", bit).isInstanceOf(SnapshotRefusedException.class);
        }
    }

    @Test
    void refusesEveryPart() throws Exception {
        byte[] sealed = seal.seal(CONTENT);
        for (int length = 0; length < sealed.length; length++) {
            byte[] part = Arrays.copyOf(sealed, length);
            assertThat(refusal(seal, part)).as("%d bytes", length).isEqualTo(Reason.DAMAGED);
        }
        assertThat(refusal(seal, Arrays.copyOf(sealed, sealed.length + 1))).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void saysWhyItRefuses() throws Exception {
        byte[] sealed = seal.seal(CONTENT);
        byte[] newer = sealed.clone();
        newer[11] = 2;
        assertThat(refusal(seal, newer)).isEqualTo(Reason.NEWER_FORMAT);
        assertThat(refusal(new Seal(keys("2027", 1), new Random()), sealed)).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(refusal(new Seal(keys("2026", 3), new Random()), sealed))
                .as("another key of that label")
                .isEqualTo(Reason.DAMAGED);
    }

    private static Reason refusal(Seal seal, byte[] sealed) {
        return catchThrowableOfType(SnapshotRefusedException.class, () -> seal.open(sealed))
                .reason();
    }

    private static SealingKeys keys(String label, int seed) {
        return Seal.keys(label, () -> secret(seed));
    }

    static Secret secret(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return Secret.of(bytes);
    }
}
