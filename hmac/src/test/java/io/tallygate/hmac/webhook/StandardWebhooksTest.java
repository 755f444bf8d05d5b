package io.tallygate.hmac.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallygate.contract.Vectors;
import io.tallygate.hmac.webhook.WebhookVerdict.Reason;
import io.tallygate.hmac.webhook.WebhookVerdict.Refused;
import io.tallygate.hmac.webhook.WebhookVerdict.Verified;
import io.tallygate.model.Secret;
import io.tallygate.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksTest {
    private static final Secret OLDER = Secret.ofUtf8("whsec_b2xkZXItMDEyMzQ1Njc4OTAxMjM0NTY3OA==");
    private static final Secret NEWER = Secret.ofUtf8("whsec_bmV3ZXItMDEyMzQ1Njc4OTAxMjM0NTY3OA==");

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final Webhooks hooks = Webhooks.standard(OLDER).time(time);
    private final Delivery delivery = Delivery.signed(hooks, "msg_1", "{\"test\": \"Zoë\"}");

    @Test
    void signsAndVerifiesTheExampleOfTheSpecification() throws Exception {
        Path vectors = Vectors.find("webhooks/standard.json").orElse(null);
        if (vectors == null) {
            return;
        }
        Map<String, String> example = strings(vectors);
        Instant then = Instant.ofEpochSecond(Long.parseLong(example.get("timestamp")));
        Webhooks theirs =
                Webhooks.standard(Secret.ofUtf8(example.get("secret"))).time(ManualTime.at(then));

        Delivery signed = Delivery.signed(theirs, example.get("id"), example.get("payload"));

        assertThat(signed.fields()).containsEntry("webhook-signature", example.get("signature"));
        assertThat(signed.verify(theirs)).isEqualTo(new Verified(example.get("id"), then, 0));
        System.out.println("WEBHOOK standard=1");
    }

    private static Map<String, String> strings(Path file) throws Exception {
        Map<String, String> values = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue()) {
                    values.put(json.currentName(), json.getText());
                }
            }
        }
        return values;
    }

    @Test
    void tellsIdAndTimeOfWhatIsVerified() {
        assertThat(delivery.verify(hooks)).isEqualTo(new Verified("msg_1", Instant.parse("2026-01-31T12:00:00Z"), 0));
    }

    @Test
    void signsWithEveryLiveSecretAndVerifiesWhatOneOfThemFits() {
        Webhooks rotating = Webhooks.standard(NEWER, OLDER).time(time);

        Delivery rotated = Delivery.signed(rotating, "msg_2", "");

        assertThat(rotated.verify(hooks)).isInstanceOf(Verified.class);
        assertThat(rotated.verify(Webhooks.standard(NEWER).time(time))).isInstanceOf(Verified.class);
        assertThat(delivery.verify(rotating)).extracting("secret").isEqualTo(1);
        assertThat(rotated.verify(rotating)).extracting("secret").isEqualTo(0);
        assertThat(delivery.verify(Webhooks.standard(NEWER).time(time))).isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
    }

    @Test
    void passesOverSignaturesOfOtherVersions() {
        String ours = delivery.fields().get("webhook-signature");

        assertThat(delivery.with("webhook-signature", "v1a,AAAA v2,B " + ours).verify(hooks))
                .isInstanceOf(Verified.class);
        assertThat(delivery.with("webhook-signature", "v1a" + ours.substring(2)).verify(hooks))
                .isEqualTo(new Refused(Reason.OTHER_VERSION));
    }

    @ParameterizedTest
    @CsvSource({"-301, TOO_OLD", "-300,", "0,", "300,", "301, TOO_NEW"})
    void toleratesFiveMinutesBothWays(long offset, Reason reason) {
        Webhooks sender =
                Webhooks.standard(OLDER).time(ManualTime.at(time.instant().plusSeconds(offset)));

        WebhookVerdict verdict = Delivery.signed(sender, "msg_1", "{}").verify(hooks);

        assertThat(verdict instanceof Refused refused ? refused.reason() : null).isEqualTo(reason);
    }

    @Test
    void toleratesWhatItIsToldTo() {
        Webhooks strict = hooks.tolerance(Duration.ofSeconds(1));

        time.advance(Duration.ofMillis(1_000));
        assertThat(delivery.verify(strict)).isInstanceOf(Verified.class);
        time.advance(Duration.ofMillis(1));
        assertThat(delivery.verify(strict)).isEqualTo(new Refused(Reason.TOO_OLD));

        assertThatThrownBy(() -> hooks.tolerance(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tolerance must be in [PT1S, PT24H], was PT0.999S");
        assertThatThrownBy(() -> hooks.tolerance(Duration.ofHours(25))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsNothingOfTheTimeToWhoCannotSign() {
        time.advance(Duration.ofDays(1));

        assertThat(delivery.withBody(new byte[0]).verify(hooks)).isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
        assertThat(delivery.verify(hooks)).isEqualTo(new Refused(Reason.TOO_OLD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void refusesFieldsThatAreMissingOrRepeated(String name) {
        assertThat(delivery.without(name).verify(hooks)).isEqualTo(new Refused(Reason.MISSING_FIELD));
        assertThat(hooks.verify(other -> null, delivery.body())).isEqualTo(new Refused(Reason.MISSING_FIELD));
        assertThat(delivery.verifyRepeating(hooks, name)).isEqualTo(new Refused(Reason.REPEATED_FIELD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "msg.1", "msg 1", "msg\u00e9", "msg\n"})
    void refusesIdsThatCouldBeReadInTwoWays(String id) {
        assertThat(delivery.with("webhook-id", id).verify(hooks)).isEqualTo(new Refused(Reason.MALFORMED_FIELD));
        assertThatThrownBy(() -> hooks.sign(id, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id must have 1 to 256 characters of visible ASCII");
    }

    /** What is signed is the same text in both cases: {@code msg_1.1769860800.<body>}. */
    @Test
    void doesNotLetTheIdReachIntoTheBody() {
        byte[] body = "1769860800.{}".getBytes(StandardCharsets.UTF_8);
        Delivery moved = new Delivery(hooks.sign("msg_1", body), "{}".getBytes(StandardCharsets.UTF_8))
                .with("webhook-id", "msg_1.1769860800");

        assertThat(moved.verify(hooks)).isEqualTo(new Refused(Reason.MALFORMED_FIELD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "+1769860800", "01769860800", "1769860800.0", "1e9", "١٧٦٩٨٦٠٨٠٠", "1234567890123"})
    void refusesTimesThatAreNotPlainDigits(String timestamp) {
        assertThat(delivery.with("webhook-timestamp", timestamp).verify(hooks))
                .isEqualTo(new Refused(Reason.MALFORMED_FIELD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "v1", "v1,", ",abc", "v1,abc  v1,abc", "v1,abc "})
    void refusesListsThatAreNotOfTheForm(String signatures) {
        assertThat(delivery.with("webhook-signature", signatures).verify(hooks))
                .isEqualTo(new Refused(Reason.MALFORMED_FIELD));
    }

    @Test
    void readsFieldsOf2048CharactersAndNoMore() {
        String ours = delivery.fields().get("webhook-signature");
        String longest = "v2," + "A".repeat(2_048 - 4 - ours.length()) + " " + ours;

        assertThat(delivery.with("webhook-signature", longest).verify(hooks)).isInstanceOf(Verified.class);
        assertThat(delivery.with("webhook-signature", "v" + longest).verify(hooks))
                .isEqualTo(new Refused(Reason.MALFORMED_FIELD));
    }

    @Test
    void looksAtSixteenSignaturesAndNoMore() {
        String ours = delivery.fields().get("webhook-signature");

        assertThat(delivery.with("webhook-signature", "v1,A ".repeat(15) + ours).verify(hooks))
                .isInstanceOf(Verified.class);
        assertThat(delivery.with("webhook-signature", "v1,A ".repeat(16) + ours).verify(hooks))
                .isEqualTo(new Refused(Reason.MALFORMED_FIELD));
    }

    /** Decoders that forgive unused bits, missing padding or the other alphabet would accept these. */
    @Test
    void refusesOtherSpellingsOfTheSameCode() {
        String ours = delivery.fields().get("webhook-signature");
        char last = ours.charAt(ours.length() - 2);

        assertThat(delivery.with("webhook-signature", ours.replace("=", "")).verify(hooks))
                .isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
        assertThat(delivery.with("webhook-signature", ours.replace(last + "=", (char) (last + 1) + "="))
                        .verify(hooks))
                .isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
    }

    /** The digits of the second and third are not ASCII's; the first has an I of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext"})
    void signsTheSameInEveryLocale(String tag) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            assertThat(hooks.sign("msg_1", delivery.body())).isEqualTo(delivery.fields());
            assertThat(delivery.verify(hooks)).isInstanceOf(Verified.class);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void keepsItsSecretsToItself() {
        assertThat(hooks.toString()).isEqualTo("Webhooks[Standard Webhooks, secrets=1]");
    }
}
