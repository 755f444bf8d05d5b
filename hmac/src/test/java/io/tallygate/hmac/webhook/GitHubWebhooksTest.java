package io.tallygate.hmac.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.hmac.webhook.WebhookVerdict.Reason;
import io.tallygate.hmac.webhook.WebhookVerdict.Refused;
import io.tallygate.hmac.webhook.WebhookVerdict.Verified;
import io.tallygate.model.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubWebhooksTest {
    private static final Secret SECRET = Secret.ofUtf8("It's a Secret to Everybody");
    private static final Secret OTHER = Secret.ofUtf8("Another Secret to Everybody");
    private static final String FIELD = "X-Hub-Signature-256";

    private final Webhooks hooks = Webhooks.github(SECRET);
    private final Delivery delivery = Delivery.signed(hooks, "72d3162e-cc78-11e3-81ab-4c9367dc0958", "Hello, World!");

    /** The example of GitHub's page "Validating webhook deliveries". */
    @Test
    void signsAndVerifiesTheExampleOfTheDocumentation() {
        assertThat(delivery.fields())
                .containsEntry(FIELD, "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
                .containsEntry("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")
                .hasSize(2);
        assertThat(delivery.verify(hooks)).isEqualTo(new Verified(null, null, 0));
    }

    @Test
    void signsWithTheFirstSecretAndVerifiesWhatOneOfThemFits() {
        Webhooks rotating = Webhooks.github(OTHER, SECRET);

        Delivery rotated = Delivery.signed(rotating, "1", "{}");

        assertThat(rotated.verify(Webhooks.github(OTHER))).isInstanceOf(Verified.class);
        assertThat(rotated.verify(hooks)).isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
        assertThat(delivery.verify(rotating)).extracting("secret").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "757107ea", "sha1=757107ea", "SHA256=757107ea"})
    void refusesFieldsThatAreNotOfTheForm(String value) {
        assertThat(delivery.with(FIELD, value).verify(hooks)).isEqualTo(new Refused(Reason.MALFORMED_FIELD));
    }

    @Test
    void refusesFieldsThatAreMissingOrRepeated() {
        assertThat(delivery.without(FIELD).with("X-Hub-Signature", "sha1=00").verify(hooks))
                .isEqualTo(new Refused(Reason.MISSING_FIELD));
        assertThat(delivery.verifyRepeating(hooks, FIELD)).isEqualTo(new Refused(Reason.REPEATED_FIELD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256=", "sha256=757107ea0eb2509fc211221cce984b8a"})
    void refusesCodesThatAreCutOff(String value) {
        assertThat(delivery.with(FIELD, value).verify(hooks)).isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
    }

    @Test
    void hasNoTimeToTolerate() {
        assertThatThrownBy(() -> hooks.tolerance(Duration.ofMinutes(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("GitHub signs no time that could be tolerated");
    }
}
