package io.tallygate.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.CredentialId;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNamesTest {
    private final KeyNames names = new KeyNames("tg");
    private final Random random = new Random(1);

    @Test
    void knowsItsNamesByTheirForm() {
        String name = name(1_800_000_000L).value();
        assertThat(name).matches("tg_[0-9A-Za-z]{13}");
        assertThat(names.isName(name)).isTrue();
        assertThat(names.isName(name + "0")).isFalse();
        assertThat(names.isName(name.substring(1))).isFalse();
        assertThat(names.isName("tx" + name.substring(2))).isFalse();
        assertThat(names.isName(name.substring(0, 15) + "-")).isFalse();
    }

    @Test
    void givesNamesToWhatIsBornBeforeOurTime() {
        assertThat(KeyNames.birth(name(-1))).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 61, 62, 1_800_000_000L, 56_800_235_583L})
    void tellsTheSecondOfBirth(long second) {
        assertThat(KeyNames.birth(name(second))).isEqualTo(Instant.ofEpochSecond(second));
    }

    @Test
    void sortsNamesByBirth() {
        String before = name(1_799_999_999L).value();
        assertThat(before).isLessThan(name(1_800_000_000L).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "T", "tG", "1a", "_a", "a_", "a-b", "a b", "ü", "abcdefghijklmn", "a\n"})
    void refusesOtherPrefixes(String prefix) {
        assertThat(KeyNames.fault(prefix)).contains("choose one");
        assertThatThrownBy(() -> new KeyNames(prefix)).hasMessageContaining("choose one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "tg", "acme_live", "abcdefghijklm", "a1__2"})
    void takesPrefixesOfTheForm(String prefix) {
        assertThat(KeyNames.fault(prefix)).isNull();
    }

    private CredentialId name(long second) {
        return names.newId(Instant.ofEpochSecond(second), random);
    }
}
