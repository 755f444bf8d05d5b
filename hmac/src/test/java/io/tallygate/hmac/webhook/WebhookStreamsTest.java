package io.tallygate.hmac.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.hmac.webhook.WebhookVerdict.Reason;
import io.tallygate.hmac.webhook.WebhookVerdict.Refused;
import io.tallygate.hmac.webhook.WebhookVerdict.Verified;
import io.tallygate.model.Secret;
import io.tallygate.testing.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WebhookStreamsTest {
    private static final Secret SECRET = Secret.ofUtf8("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

    private final Webhooks hooks = Webhooks.standard(SECRET).time(ManualTime.at("2026-01-31T12:00:00Z"));

    @Test
    void signsAndVerifiesStreamsAsItDoesBytes() throws IOException {
        Random random = new Random(7);
        for (int length : List.of(0, 1, 8_191, 8_192, 8_193, 50_000)) {
            byte[] body = new byte[length];
            random.nextBytes(body);
            Delivery delivery = new Delivery(hooks.sign("msg_1", new Dribble(body, random)), body);

            assertThat(delivery.fields()).isEqualTo(hooks.sign("msg_1", body));
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            assertThat(hooks.verify(fields(delivery), new Dribble(body, random), copy))
                    .as("%d bytes", length)
                    .isInstanceOf(Verified.class);
            assertThat(copy.toByteArray()).isEqualTo(body);
            assertThat(hooks.verify(fields(delivery), new ByteArrayInputStream(body)))
                    .isInstanceOf(Verified.class);
        }
    }

    @Test
    void refusesAStreamThatEndsEarly() throws IOException {
        Delivery delivery = Delivery.signed(hooks, "msg_1", "x".repeat(10_000));

        assertThat(hooks.verify(fields(delivery), new ByteArrayInputStream(Arrays.copyOf(delivery.body(), 9_999))))
                .isEqualTo(new Refused(Reason.WRONG_SIGNATURE));
    }

    @Test
    void readsNoBodyBehindFieldsThatAreRefused() throws IOException {
        Delivery delivery = Delivery.signed(hooks, "msg_1", "{}").without("webhook-id");

        assertThat(hooks.verify(fields(delivery), new Broken())).isEqualTo(new Refused(Reason.MISSING_FIELD));
    }

    @Test
    void readsNoMoreThanItMay() throws IOException {
        Delivery delivery = Delivery.signed(hooks, "msg_1", "x".repeat(10_000));
        InputStream body = new ByteArrayInputStream(delivery.body());
        ByteArrayOutputStream copy = new ByteArrayOutputStream();

        assertThat(hooks.maxBody(10_000).verify(fields(delivery), body)).isInstanceOf(Verified.class);
        body.reset();
        assertThat(hooks.maxBody(9_999).verify(fields(delivery), body, copy))
                .isEqualTo(new Refused(Reason.BODY_TOO_LARGE));
        assertThat(copy.size()).isLessThanOrEqualTo(9_999);
        assertThat(hooks.verify(fields(delivery), new Endless(), copy)).isEqualTo(new Refused(Reason.BODY_TOO_LARGE));
        assertThat(copy.size()).isLessThanOrEqualTo(9_999 + (1 << 20));
        assertThatThrownBy(() -> hooks.maxBody(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBody must be positive, was 0");
    }

    @Test
    void readsAsMuchAsGitHubSends() throws IOException {
        Webhooks github = Webhooks.github(Secret.ofUtf8("It's a Secret to Everybody"));
        byte[] body = new byte[(25 << 20) + 1];
        Delivery delivery = new Delivery(github.sign("1", Arrays.copyOf(body, 25 << 20)), body);

        assertThat(github.verify(fields(delivery), new ByteArrayInputStream(body, 0, 25 << 20)))
                .isInstanceOf(Verified.class);
        assertThat(github.verify(fields(delivery), new ByteArrayInputStream(body)))
                .isEqualTo(new Refused(Reason.BODY_TOO_LARGE));
    }

    @Test
    void letsTheFailureOfAStreamPass() {
        Delivery delivery = Delivery.signed(hooks, "msg_1", "{}");

        assertThatThrownBy(() -> hooks.verify(fields(delivery), new Broken())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> hooks.sign("msg_1", new Broken())).isInstanceOf(IOException.class);
    }

    private static Function<String, List<String>> fields(Delivery delivery) {
        return delivery.request()::headers;
    }

    /** Gives as many bytes at a time as chance has it. */
    private static final class Dribble extends ByteArrayInputStream {
        private final Random random;

        Dribble(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, 1 + random.nextInt(length));
        }
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }
    }

    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return length;
        }
    }
}
