package io.tallygate.hmac.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.hmac.webhook.WebhookVerdict.Reason;
import io.tallygate.hmac.webhook.WebhookVerdict.Refused;
import io.tallygate.hmac.webhook.WebhookVerdict.Verified;
import io.tallygate.model.Secret;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeWebhooksTest {
    private static final Secret SECRET = Secret.ofUtf8("whsec_tallygate0test0secret0of0stripe");
    private static final Secret OTHER = Secret.ofUtf8("whsec_tallygate0next0secret0of0stripe");
    private static final String FIELD = "Stripe-Signature";

    /** Computed with another implementation of HMAC. */
    private static final String CODE = "f259782a77496637d3dec11af6db74348561ccbaa33935d6de78d1021669b18a";

    private final ManualTime time = ManualTime.at(Instant.ofEpochSecond(1_614_265_330));
    private final Webhooks hooks = Webhooks.stripe(SECRET).time(time);
    private final Delivery delivery = Delivery.signed(hooks, "evt_1", "{\"id\":\"evt_1\",\"name\":\"Zoë\"}");

    @Test
    void signsTimeAndBodyWithTheSecretAsItIsWritten() {
        assertThat(delivery.fields()).containsOnlyKeys(FIELD).containsEntry(FIELD, "t=1614265330,v1=" + CODE);
        assertThat(delivery.verify(hooks)).isEqualTo(new Verified(null, time.instant(), 0));
    }

    @Test
    void signsWithEveryLiveSecretAndVerifiesWhatOneOfThemFits() {
        Webhooks rotating = Webhooks.stripe(OTHER, SECRET).time(time);
        Delivery rotated = Delivery.signed(rotating, "evt_2", "{}");

        assertThat(rotated.verify(hooks)).isInstanceOf(Verified.class);
        assertThat(rotated.verify(Webhooks.stripe(OTHER).time(time))).isInstanceOf(Verified.class);
        assertThat(delivery.verify(rotating)).extracting("secret").isEqualTo(1);
    }

    @Test
    void passesOverOtherSchemes() {
        assertThat(delivery.with(FIELD, "v0=abc,v1=" + CODE + ",t=1614265330,v2=d=e")
                        .verify(hooks))
                .isInstanceOf(Verified.class);
        assertThat(delivery.with(FIELD, "t=1614265330,v0=" + CODE).verify(hooks))
                .isEqualTo(new Refused(Reason.OTHER_VERSION));
    }

    @Test
    void refusesTheFutureAsWellAsThePast() {
        time.jumpWall(Duration.ofSeconds(-301));
        assertThat(delivery.verify(hooks)).isEqualTo(new Refused(Reason.TOO_NEW));
        time.jumpWall(Duration.ofSeconds(602));
        assertThat(delivery.verify(hooks)).isEqualTo(new Refused(Reason.TOO_OLD));
        time.jumpWall(Duration.ofSeconds(-1));
        assertThat(delivery.verify(hooks)).isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "v1=@",
                "t=,v1=@",
                "t=01614265330,v1=@",
                "t=1614265330,t=1614265330,v1=@",
                "t=1614265330,v1=@,",
                "t=1614265330;v1=@",
                "t=1614265330, v1=@,=x"
            })
    void refusesFieldsThatAreNotOfTheForm(String value) {
        assertThat(delivery.with(FIELD, value.replace("@", CODE)).verify(hooks))
                .isEqualTo(new Refused(Reason.MALFORMED_FIELD));
    }

    @Test
    void refusesFieldsThatAreMissingOrRepeated() {
        assertThat(delivery.without(FIELD).verify(hooks)).isEqualTo(new Refused(Reason.MISSING_FIELD));
        assertThat(delivery.verifyRepeating(hooks, FIELD)).isEqualTo(new Refused(Reason.REPEATED_FIELD));
    }

    @Test
    void refusesAnotherCaseOfTheSameCode() {
        assertThat(delivery.with(FIELD, "t=1614265330,v1=" + CODE.replace('a', 'A'))
                        .verify(hooks))
                .isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
    }
}
