package io.tallygate.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.issue.Base62;
import io.tallygate.model.CredentialId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyFormatTest {
    private static final Instant BIRTH = Instant.ofEpochSecond(1_800_000_000L);

    private final KeyFormat format = new KeyFormat("tg");
    private final Random random = new Random(1);

    @Test
    void spellsKeysThatFitOneBlockOfSha256() {
        String longest = KeyFormat.newKey(new KeyFormat("a".repeat(13)).newId(BIRTH, random), random);
        assertThat(longest).hasSize(55).matches("a{13}_[0-9A-Za-z]{41}");
        assertThat(newKey()).hasSize(44).matches("tg_[0-9A-Za-z]{41}");
    }

    @Test
    void derivesTheNameFromTheKey() {
        CredentialId id = format.newId(BIRTH, random);
        String key = KeyFormat.newKey(id, random);
        assertThat(KeyFormat.idOf("Bearer " + key, 7, 7 + key.length())).isEqualTo(id);
        assertThat(format.names(id)).isTrue();
        assertThat(new KeyFormat("tgx").names(id)).isFalse();
        assertThat(format.names(new CredentialId(id.value() + "0"))).isFalse();
        assertThat(format.names(new CredentialId(id.value().replace('_', '-')))).isFalse();
    }

    @Test
    void neverRepeatsAKey() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            keys.add(newKey());
        }
        assertThat(keys).hasSize(10_000);
    }

    @Test
    void noticesEveryChangeOfOneCharacter() {
        String key = newKey();
        int seen = 0;
        for (int i = 0; i < key.length(); i++) {
            for (char c = 0; c < 256; c++) {
                String other = key.substring(0, i) + c + key.substring(i + 1);
                if (c != key.charAt(i)) {
                    assertThat(accepted(other))
                            .as("index %s, character %s", i, (int) c)
                            .isFalse();
                    seen++;
                }
            }
        }
        assertThat(seen).isEqualTo(44 * 255);
    }

    @Test
    void takesLettersAndDigitsOfAsciiAndNoOtherCharacter() {
        String key = newKey();
        int taken = 0;
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String other = key.substring(0, 20) + (char) c + key.substring(21);
            taken += format.wellFormed(other, 0, other.length()) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(62);
    }

    @Test
    void noticesEverySwapOfNeighboursAndEveryOtherLength() {
        String key = newKey();
        for (int i = 0; i < key.length() - 1; i++) {
            String swapped = key.substring(0, i) + key.charAt(i + 1) + key.charAt(i) + key.substring(i + 2);
            assertThat(swapped.equals(key) || !accepted(swapped)).isTrue();
        }
        for (int i = 0; i <= key.length(); i++) {
            assertThat(accepted(key.substring(0, i) + "0" + key.substring(i))).isFalse();
            assertThat(i < key.length() && accepted(key.substring(0, i) + key.substring(i + 1)))
                    .isFalse();
        }
        assertThat(accepted(key)).isTrue();
    }

    private boolean accepted(String text) {
        return format.wellFormed(text, 0, text.length()) && Base62.checksumHolds(text, 0, text.length());
    }

    private String newKey() {
        return KeyFormat.newKey(format.newId(BIRTH, random), random);
    }
}
