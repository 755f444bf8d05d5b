package io.tallygate.hmac.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.Secret;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in a secret is found when it is given, not when the first webhook is refused. */
class WebhookSecretsTest {
    private static final String STANDARD = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String STRIPE = "whsec_0123456789abcdefghijklmn";
    private static final String GITHUB = "Correct Horse Zoë";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1,@                             | begins with v1, as signatures do; take it from whsec_ on",
                "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI= | must begin with whsec_",
                "WHSEC_MDEyMzQ1Njc4OTAxMjM0NTY3OD | must begin with whsec_",
                "\"@\"                            | must begin with whsec_",
                "whpk_MDEyMzQ1Njc4OTAxMjM0NTY3ODk | is a key of asymmetric signatures (v1a)",
                "whsk_MDEyMzQ1Njc4OTAxMjM0NTY3ODk | is a key of asymmetric signatures (v1a)",
                "@@                               | must be base64 behind whsec_",
                "@=                               | must be base64 behind whsec_",
                "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE  | must be base64 behind whsec_",
                "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDF= | must be base64 behind whsec_",
                "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5-_E= | must be base64 behind whsec_",
                "whsec_                           | must have 24 to 64 bytes behind whsec_, had 0",
                "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODk= | must have 24 to 64 bytes behind whsec_, had 20"
            })
    void saysWhatIsWrongWithAStandardSecret(String secret, String fault) {
        String given = secret.replace("@", STANDARD);

        assertThatThrownBy(() -> Webhooks.standard(Secret.ofUtf8(given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Standard Webhooks: secret 1 " + fault)
                .hasNoCause()
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("MDEyMzQ1");
    }

    @ParameterizedTest
    @CsvSource({"23, false", "24, true", "64, true", "65, false"})
    void takesStandardSecretsOf24To64Bytes(int length, boolean taken) {
        Secret secret = Secret.ofUtf8("whsec_" + Base64.getEncoder().encodeToString(new byte[length]));

        if (taken) {
            assertThat(Webhooks.standard(secret)).isNotNull();
        } else {
            assertThatThrownBy(() -> Webhooks.standard(secret)).hasMessageContaining("had " + length);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Stripe | sk_live_0123456789abcdefghijklmn | must begin with whsec_",
                "Stripe | we_0123456789abcdefghijklmn      | must begin with whsec_",
                "Stripe | whsec_0123456789 abcdefghijklmn  | must be visible ASCII",
                "Stripe | whsec_0123456789abcdefghijklm    | must have at least 24 characters behind whsec_, had 23",
                "GitHub | sha256=757107ea0eb2509fc211221c  | is a signature",
                "GitHub | 0123456789abcde                  | must have at least 16 bytes, had 15"
            })
    void saysWhatIsWrongWithASecretOfStripeOrGitHub(String preset, String text, String fault) {
        Secret secret = Secret.ofUtf8(text);

        assertThatThrownBy(() -> {
                    if (preset.equals("Stripe")) {
                        Webhooks.stripe(secret);
                    } else {
                        Webhooks.github(secret);
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(preset + ": secret 1 " + fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {STANDARD, STRIPE, GITHUB})
    void saysWhatFilesAndTerminalsAddedToASecret(String secret) {
        assertFault(secret + "\n", "ends in a line break, as files do; strip it");
        assertFault(secret + "\r\n", "ends in a line break, as files do; strip it");
        assertFault(secret + " ", "begins or ends with white space; strip it");
        assertFault("\t" + secret, "begins or ends with white space; strip it");
        assertFault(secret.substring(0, 9) + "\u001b[D" + secret.substring(9), "has a control character");
    }

    private static void assertFault(String secret, String fault) {
        Secret given = Secret.ofUtf8(secret);
        assertThatThrownBy(() -> Webhooks.standard(given)).hasMessageContaining("secret 1 " + fault);
        assertThatThrownBy(() -> Webhooks.stripe(given)).hasMessageContaining("secret 1 " + fault);
        assertThatThrownBy(() -> Webhooks.github(given)).hasMessageContaining("secret 1 " + fault);
    }

    @Test
    void reportsTheFaultsOfAllSecretsTogether() {
        Secret good = Secret.ofUtf8(STANDARD);

        assertThatThrownBy(() -> Webhooks.standard(Secret.ofUtf8("oops"), good, Secret.ofUtf8(STANDARD + "\n")))
                .hasMessageContainingAll("secret 1 must begin with whsec_", "; also: secret 3 ends in a line break")
                .hasMessageNotContaining("secret 2");
    }

    @Test
    void takesEightSecretsAndNoMore() {
        Secret secret = Secret.ofUtf8(STRIPE);

        assertThat(Webhooks.stripe(secret, more(secret, 7))).hasToString("Webhooks[Stripe, secrets=8]");
        assertThatThrownBy(() -> Webhooks.stripe(secret, more(secret, 8)))
                .hasMessage("Stripe: at most 8 secrets may be live, were 9");
    }

    private static Secret[] more(Secret secret, int count) {
        return Collections.nCopies(count, secret).toArray(Secret[]::new);
    }

    @Test
    void takesSecretsInAnyScript() {
        Webhooks hooks = Webhooks.github(Secret.ofUtf8(GITHUB));

        assertThat(Delivery.signed(hooks, "1", "{}").verify(hooks)).isInstanceOf(WebhookVerdict.Verified.class);
    }
}
