package io.tallygate.hmac.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.hmac.webhook.WebhookVerdict.Refused;
import io.tallygate.hmac.webhook.WebhookVerdict.Verified;
import io.tallygate.model.Secret;
import io.tallygate.testing.ManualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is changed of a signed webhook, by a bit or by a character, it is refused. */
class WebhookFlipsTest {
    private static final ManualTime TIME = ManualTime.at("2026-01-31T12:00:00Z");
    private static final String UNSIGNED = "X-GitHub-Delivery";

    @Test
    void refusesEveryChangeOfABitOrACharacter() {
        int tried = 0;
        int accepted = 0;
        for (Webhooks hooks : presets().toList()) {
            Delivery delivery = Delivery.signed(
                            hooks, "msg_p5jXN8AQM9LWM0D4loKWxJek", "{\"test\": 2432232314, \"ü\": 1}")
                    .without(UNSIGNED);
            assertThat(delivery.verify(hooks)).isInstanceOf(Verified.class);
            for (Delivery changed : changes(delivery)) {
                accepted += changed.verify(hooks) instanceof Refused ? 0 : 1;
                tried++;
            }
        }
        System.out.println("WEBHOOK flips=" + tried + " accepted=" + accepted);
        assertThat(accepted).isZero();
        assertThat(tried).isGreaterThan(5_000);
    }

    private static Stream<Webhooks> presets() {
        return Stream.of(
                Webhooks.standard(Secret.ofUtf8("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                        .time(TIME),
                Webhooks.stripe(Secret.ofUtf8("whsec_0123456789abcdefghijklmn")).time(TIME),
                Webhooks.github(Secret.ofUtf8("It's a Secret to Everybody")).time(TIME));
    }

    private static List<Delivery> changes(Delivery delivery) {
        List<Delivery> changes = new ArrayList<>();
        bodies(delivery.body()).forEach(body -> changes.add(delivery.withBody(body)));
        for (String name : delivery.names()) {
            String value = delivery.fields().get(name);
            texts(value).forEach(text -> changes.add(delivery.with(name, text)));
            texts(name)
                    .filter(text -> !text.equalsIgnoreCase(name))
                    .forEach(text -> changes.add(delivery.without(name).with(text, value)));
        }
        return changes;
    }

    /** Each bit turned, each byte left out, each byte doubled. */
    private static Stream<byte[]> bodies(byte[] body) {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < body.length * 8; i++) {
            byte[] flipped = body.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            bodies.add(flipped);
        }
        for (int i = 0; i < body.length; i++) {
            bodies.add(joined(Arrays.copyOf(body, i), Arrays.copyOfRange(body, i + 1, body.length)));
            bodies.add(joined(Arrays.copyOf(body, i + 1), Arrays.copyOfRange(body, i, body.length)));
        }
        return bodies.stream();
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }

    /** Each bit of each character turned, each character left out, doubled, and in the other case. */
    private static Stream<String> texts(String text) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            String head = text.substring(0, i);
            String tail = text.substring(i + 1);
            char c = text.charAt(i);
            for (int bit = 0; bit < Character.SIZE; bit++) {
                texts.add(head + (char) (c ^ 1 << bit) + tail);
            }
            texts.add(head + tail);
            texts.add(head + c + c + tail);
        }
        texts.add(text.toUpperCase(Locale.ROOT));
        texts.add(text.toLowerCase(Locale.ROOT));
        return texts.stream().filter(changed -> !changed.equals(text));
    }
}
