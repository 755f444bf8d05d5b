package io.tallygate.hmac.webhook;

import io.tallygate.hmac.webhook.WebhookVerdict.Reason;
import io.tallygate.hmac.webhook.WebhookVerdict.Refused;
import io.tallygate.hmac.webhook.WebhookVerdict.Verified;
import io.tallygate.model.Secret;
import io.tallygate.spi.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies the webhooks of one endpoint. Immutable and thread-safe; each setting returns another instance.
 *
 * <p>Several secrets may live at once, so that they can be rotated without a gap: a delivery is verified when one of them
 * fits, and a message is signed with all of them or, where the format has room for one signature only, with the first.
 *
 * <p>Header fields are asked for by name, as any server can answer: {@code exchange.getRequestHeaders()::get} with the
 * JDK's, {@code name -> Collections.list(request.getHeaders(name))} with a servlet. The answer is the values of all lines
 * of that name, whatever its case; null or empty when there is none.
 */
public final class Webhooks {
    private static final Duration STANDARD_TOLERANCE = Duration.ofMinutes(5);
    private static final Duration LEAST_TOLERANCE = Duration.ofSeconds(1);
    private static final Duration MOST_TOLERANCE = Duration.ofHours(24);
    private static final long STANDARD_BODY = 1L << 20;
    private static final long GITHUB_BODY = 25L << 20;

    private final WebhookFormat format;
    private final List<WebhookKey> keys;
    private final TimeSource time;
    private final Duration tolerance;
    private final long maxBody;

    private Webhooks(WebhookFormat format, List<WebhookKey> keys, TimeSource time, Duration tolerance, long maxBody) {
        this.format = format;
        this.keys = keys;
        this.time = time;
        this.tolerance = tolerance;
        this.maxBody = maxBody;
    }

    private static Webhooks of(WebhookFormat format, Secret secret, Secret... others) {
        List<WebhookKey> keys = LiveSecrets.of(format, secret, others).keys();
        return new Webhooks(format, keys, TimeSource.system(), STANDARD_TOLERANCE, STANDARD_BODY);
    }

    /**
     * Standard Webhooks v1, signed symmetrically: fields {@code webhook-id}, {@code webhook-timestamp} and
     * {@code webhook-signature}; id, time and body are signed. Signatures of other versions are passed over.
     *
     * @param secret {@code whsec_} and base64 of 24 to 64 bytes
     * @param others further ones that are live, at most seven
     * @throws IllegalArgumentException when a secret is not of that form; says what is wrong with which, and what to do
     * @see <a href="https://github.com/standard-webhooks/standard-webhooks">the specification</a>
     */
    public static Webhooks standard(Secret secret, Secret... others) {
        return of(new StandardFormat(), secret, others);
    }

    /**
     * Stripe's: field {@code Stripe-Signature}; time and body are signed. Schemes other than {@code v1} are passed over.
     *
     * @param secret the endpoint's, {@code whsec_} and at least 24 characters; the key is the whole text
     * @param others further ones that are live, at most seven
     * @throws IllegalArgumentException when a secret is not of that form; says what is wrong with which, and what to do
     */
    public static Webhooks stripe(Secret secret, Secret... others) {
        return of(new StripeFormat(), secret, others);
    }

    /**
     * GitHub's: field {@code X-Hub-Signature-256}; the body alone is signed. So a delivery proves neither its time nor
     * its id, and one that was overheard can be sent again for as long as the secret lives: let what it causes be
     * harmless when it happens twice.
     *
     * @param secret at least 16 bytes of text
     * @param others further ones that are live, at most seven; they verify and do not sign
     * @throws IllegalArgumentException when a secret is not of that form; says what is wrong with which, and what to do
     */
    public static Webhooks github(Secret secret, Secret... others) {
        return of(new GitHubFormat(), secret, others).maxBody(GITHUB_BODY);
    }

    /** The same by another clock than the machine's. */
    public Webhooks time(TimeSource other) {
        return new Webhooks(format, keys, other, tolerance, maxBody);
    }

    /**
     * The same with another distance that a signed time may have from ours, in either direction; 5 minutes unless said.
     *
     * @throws IllegalArgumentException when it is not in [1 s, 24 h]
     * @throws IllegalStateException when the format signs no time
     */
    public Webhooks tolerance(Duration distance) {
        if (!format.signsTime()) {
            throw new IllegalStateException(format.name() + " signs no time that could be tolerated");
        }
        if (distance.compareTo(LEAST_TOLERANCE) < 0 || distance.compareTo(MOST_TOLERANCE) > 0) {
            throw new IllegalArgumentException(
                    "tolerance must be in [" + LEAST_TOLERANCE + ", " + MOST_TOLERANCE + "], was " + distance);
        }
        return new Webhooks(format, keys, time, distance, maxBody);
    }

    /**
     * The same with another bound of bodies that are read from a stream, in bytes; unless said 1 MiB, and 25 MiB
     * with GitHub, which sends that much.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Webhooks maxBody(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxBody must be positive, was " + bytes);
        }
        return new Webhooks(format, keys, time, tolerance, bytes);
    }

    /**
     * Signs a body as of now.
     *
     * @param id names the message, and stays the same when it is sent again: 1 to 256 visible ASCII characters without a
     *     full stop. It goes into {@code webhook-id}, which is signed, or {@code X-GitHub-Delivery}, which is not; Stripe
     *     has no field for it, only a place in the body
     * @return the header fields to send with it
     * @throws IllegalArgumentException when the id is not of that form
     */
    public Map<String, String> sign(String id, byte[] body) {
        Stamp stamp = stamp(id);
        Codes codes = new Codes(keys, format.preamble(stamp));
        codes.update(body, 0, body.length);
        return format.write(stamp, codes.spelled(format));
    }

    /**
     * Signs a body as of now, read to its end and not closed.
     *
     * @param id see {@link #sign(String, byte[])}
     * @return the header fields to send with it
     * @throws IllegalArgumentException when the id is not of that form
     * @throws IOException when the stream fails
     */
    public Map<String, String> sign(String id, InputStream body) throws IOException {
        Stamp stamp = stamp(id);
        Codes codes = new Codes(keys, format.preamble(stamp));
        codes.update(body, OutputStream.nullOutputStream(), Long.MAX_VALUE);
        return format.write(stamp, codes.spelled(format));
    }

    private Stamp stamp(String id) {
        return new Stamp(id, Math.floorDiv(time.epochMillis(), 1_000L));
    }

    /**
     * Verifies a delivery. Never throws because of what was sent.
     *
     * @param fields its header fields, see the class
     * @param body its body as it came off the wire
     */
    public WebhookVerdict verify(Function<String, @Nullable List<String>> fields, byte[] body) {
        Reading reading = Reading.of(format, fields);
        if (reading instanceof Unreadable unreadable) {
            return new Refused(unreadable.reason());
        }
        Presented presented = (Presented) reading;
        Codes codes = new Codes(keys, presented.preamble());
        codes.update(body, 0, body.length);
        return judge(presented, codes);
    }

    /**
     * Verifies a delivery whose body nobody needs, or whose stream keeps a copy itself. See
     * {@link #verify(Function, InputStream, OutputStream)}.
     *
     * @throws IOException when the stream fails
     */
    public WebhookVerdict verify(Function<String, @Nullable List<String>> fields, InputStream body) throws IOException {
        return verify(fields, body, OutputStream.nullOutputStream());
    }

    /**
     * Verifies a delivery while its body is copied. Header fields that cannot be read are refused before the first byte
     * of it is, and a body that is too long as soon as it is; other verdicts come at its end. Closes neither stream.
     *
     * @param fields its header fields, see the class
     * @param body its body as it comes off the wire
     * @param copy takes what is read, and is to be trusted only when the verdict is {@link WebhookVerdict.Verified}
     * @throws IOException when one of the streams fails
     */
    public WebhookVerdict verify(Function<String, @Nullable List<String>> fields, InputStream body, OutputStream copy)
            throws IOException {
        Reading reading = Reading.of(format, fields);
        if (reading instanceof Unreadable unreadable) {
            return new Refused(unreadable.reason());
        }
        Presented presented = (Presented) reading;
        Codes codes = new Codes(keys, presented.preamble());
        return codes.update(body, copy, maxBody) ? judge(presented, codes) : new Refused(Reason.BODY_TOO_LARGE);
    }

    /** The time is told only to who has proven the secret. */
    private WebhookVerdict judge(Presented presented, Codes codes) {
        int secret = codes.fitting(format, presented.signatures());
        if (secret < 0) {
            return new Refused(Reason.WRONG_SIGNATURE);
        }
        Instant signed = presented.timestamp();
        Reason untimely = signed == null ? null : untimely(signed);
        return untimely == null ? new Verified(presented.id(), signed, secret) : new Refused(untimely);
    }

    private @Nullable Reason untimely(Instant signed) {
        Duration age = Duration.between(signed, Instant.ofEpochMilli(time.epochMillis()));
        if (age.abs().compareTo(tolerance) <= 0) {
            return null;
        }
        return age.isNegative() ? Reason.TOO_NEW : Reason.TOO_OLD;
    }

    @Override
    public String toString() {
        return "Webhooks[" + format.name() + ", secrets=" + keys.size() + "]";
    }
}
