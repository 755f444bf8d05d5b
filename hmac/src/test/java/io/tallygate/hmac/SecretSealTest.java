package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretSealTest {
    private static final CredentialId ID = new CredentialId("tga_1");
    private static final Secret SECRET = Secret.ofUtf8("tgs_hunter2");

    /** Stands for records that are in directories: when this test must change, opening the old ones must stay. */
    private static final StoredSecret VERSION_1 =
            new StoredSecret("aes-gcm-1:2026", "NZ1BuveK_g3hu-eulBWEHvKsrMRiF7vmHwnDIh_xtLQmOBKeuIW8", null);

    private final SecretSeal seal = Sealed.seal();
    private final StoredSecret sealed = seal.seal(ID, SECRET, new Random(42));

    @Test
    void opensWhatItHasSealed() throws Exception {
        assertThat(seal.open(ID, sealed)).containsExactly(new LiveSecret(SECRET, null));
        assertThat(sealed.form()).isEqualTo("aes-gcm-1:2026");
        assertThat(seal.seal(ID, SECRET, new Random(43))).isNotEqualTo(sealed);
    }

    @Test
    void opensTheFormThatIsInDirectories() throws Exception {
        assertThat(sealed.value()).isEqualTo(VERSION_1.value());
        assertThat(seal.open(ID, VERSION_1)).containsExactly(new LiveSecret(SECRET, null));
    }

    @Test
    void refusesEveryChangedBit() {
        String value = sealed.value();
        int refused = 0;
        for (int bit = 0; bit < value.length() * 7; bit++) {
            char changed = (char) (value.charAt(bit / 7) ^ 1 << bit % 7);
            if (changed > 0x20 && changed < 0x7F) {
                assertRefused(ID, sealed.form(), value.substring(0, bit / 7) + changed + value.substring(bit / 7 + 1));
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5 * value.length());
    }

    /** Base64 may leave bits over at its end, that decoders overlook. */
    @Test
    void hasOneSpellingOfWhateverLength() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int refused = 0;
        for (String longer : new String[] {"", "x", "xx"}) {
            Secret secret = Secret.ofUtf8("tgs_hunter2" + longer);
            String value = seal.seal(ID, secret, new Random(42)).value();
            String front = value.substring(0, value.length() - 1);
            for (char last : alphabet.toCharArray()) {
                if (!value.equals(front + last)) {
                    assertRefused(ID, sealed.form(), front + last);
                    refused++;
                }
            }
        }
        assertThat(refused).isEqualTo(3 * 63);
    }

    @Test
    void refusesEveryPartAndMore() {
        for (int length = 1; length < sealed.value().length(); length++) {
            assertRefused(ID, sealed.form(), sealed.value().substring(0, length));
        }
        assertRefused(ID, sealed.form(), sealed.value() + "A");
        assertRefused(ID, sealed.form(), sealed.value() + "=");
    }

    @Test
    void refusesWhatWasMovedOrNamedOtherwise() {
        SecretSeal both = new SecretSeal(Sealed.keys().alsoOpening("2025", Sealed.key(1)));
        assertRefused(new CredentialId("tga_2"), sealed.form(), sealed.value());
        assertThatThrownBy(() -> both.open(ID, new StoredSecret("aes-gcm-1:2025", sealed.value(), null)))
                .as("the same key under another label")
                .isInstanceOf(UnopenedSecretException.class);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (String form : new String[] {"aes-gcm-2:2026", "aes-gcm-1:2027", "aes-gcm-1:", "aes-gcm-1", "sha256"}) {
            assertRefused(ID, form, sealed.value());
        }
    }

    private void assertRefused(CredentialId id, String form, String value) {
        assertThatThrownBy(() -> seal.open(id, new StoredSecret(form, value, null)))
                .as(form + " " + value)
                .isInstanceOf(UnopenedSecretException.class)
                .hasNoCause()
                .hasMessageContaining(id.value())
                .hasMessageContaining(form)
                .message()
                .doesNotContain("hunter2", value);
    }

    @Test
    void showsNoSecret() {
        assertThat(new LiveSecret(SECRET, null).toString()).doesNotContain("hunter2");
        assertThat(sealed.toString()).doesNotContain(sealed.value());
    }
}
