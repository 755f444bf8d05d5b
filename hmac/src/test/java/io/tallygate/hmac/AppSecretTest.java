package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AppSecretTest {
    private final String secret = AppSecret.draw(new Random(42));

    @Test
    void takesWhatWasDrawn() {
        assertThat(AppSecret.fault(secret)).isNull();
        assertThat(secret).hasSize(53);
    }

    @Test
    void noticesEveryChangeOfOneCharacterAndTellsNoneOfIt() {
        int noticed = 0;
        for (int i = 0; i < secret.length(); i++) {
            for (char c = 0; c < 256; c++) {
                if (c != secret.charAt(i)) {
                    String fault = AppSecret.fault(secret.substring(0, i) + c + secret.substring(i + 1));
                    assertThat(fault).as("index %d", i).isNotNull().doesNotContain(secret.substring(4, 12));
                    noticed++;
                }
            }
        }
        assertThat(noticed).isEqualTo(53 * 255);
    }

    @Test
    void saysHowToCopyIt() {
        assertThat(AppSecret.fault(secret + "\n")).contains("without a line end");
        assertThat(AppSecret.fault("v1," + secret)).contains("begins with tgs_");
        assertThat(AppSecret.fault("")).contains("begins with tgs_");
        assertThat(AppSecret.fault(secret.substring(0, 52))).contains("53 characters, not 52");
    }
}
