package io.tallygate.hmac;

import io.tallygate.model.Secret;
import io.tallygate.spi.Environment;
import io.tallygate.spi.TimeSource;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests of a client for an edge that accepts {@link HmacScheme}. Immutable: each method returns another.
 * Thread-safe.
 *
 * <pre>{@code
 * RequestSigner signer = RequestSigner.of(appId, secret);
 * signer.sign("GET", URI.create("https://api.example.com/orders?open")).forEach(request::header);
 * }</pre>
 *
 * <p>It is the wire that is signed, so a request must go out with the method, the target and the covered fields that were
 * given here. Each call signs anew, with a nonce of its own: a request that is sent again is signed again.
 */
public final class RequestSigner {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String LABEL = "tg";

    private final ClientKey key;
    private final Duration life;
    private final Set<String> covered;
    private final @Nullable String audience;
    private final boolean checksums;
    private final TimeSource time;
    private final RandomGenerator random;

    private RequestSigner(
            ClientKey key,
            Duration life,
            Set<String> covered,
            @Nullable String audience,
            boolean checksums,
            TimeSource time,
            RandomGenerator random) {
        this.key = key;
        this.life = life;
        this.covered = covered;
        this.audience = audience;
        this.checksums = checksums;
        this.time = time;
        this.random = random;
    }

    /**
     * One whose requests are good for five minutes.
     *
     * @param appId the app key's public name
     * @param secret the whole text of its secret, as it was issued
     * @throws IllegalArgumentException when either is not trimmed, as one from a file may be, or the name is none: it would
     *     sign nothing valid
     */
    public static RequestSigner of(String appId, Secret secret) {
        if (!SignatureReader.isKeyId(new Slice(appId, 0, appId.length()))) {
            throw new IllegalArgumentException(
                    "appId must be the app key's public name as it was issued, 1 to 128 of A-Z a-z 0-9 _ - / .");
        }
        byte[] bytes = secret.reveal();
        if (bytes[0] <= ' ' || bytes[bytes.length - 1] <= ' ') {
            throw new IllegalArgumentException(
                    "the secret has white space around it; strip what the file or variable added");
        }
        return new RequestSigner(
                ClientKey.of(appId, secret),
                Duration.ofMinutes(5),
                Set.of(),
                null,
                false,
                TimeSource.system(),
                Environment.systemRandomness());
    }

    /**
     * The same with another life of its requests, in whole seconds; the edge may give them less.
     *
     * @throws IllegalArgumentException when it is not in [1 s, 1 h]
     */
    public RequestSigner expiresIn(Duration duration) {
        if (duration.toSeconds() < 1 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expiresIn must be in [1s, 1h], was " + duration);
        }
        return new RequestSigner(key, duration, covered, audience, checksums, time, random);
    }

    /**
     * The same also covering these fields, which each request must then have.
     *
     * @throws IllegalArgumentException when one is none that can be signed
     */
    public RequestSigner covering(String... names) {
        Set<String> all = new LinkedHashSet<>(covered);
        all.addAll(ComponentNames.identifiers(names));
        return new RequestSigner(key, life, all, audience, checksums, time, random);
    }

    /**
     * The same with keys of the day for that region, which is all that edges behind {@link EdgeKeys} can verify.
     *
     * @throws IllegalArgumentException when it is not 1 to 32 of {@code A-Z a-z 0-9 - _}
     */
    public RequestSigner region(String name) {
        return new RequestSigner(key.region(name), life, covered, audience, checksums, time, random);
    }

    /** The same for the edge or region of that name alone: see {@link Replays#audience}. */
    public RequestSigner audience(String name) {
        return new RequestSigner(key, life, covered, Objects.requireNonNull(name), checksums, time, random);
    }

    /**
     * The same also sending checksums of what it signs, of 16 bits each, in the field {@code Tallygate-Debug}. Where its
     * signatures are wrong, the log of the gate then names the components of which the gate has another value. For the time
     * of a search: they are no secret, and not signed.
     */
    public RequestSigner debugging() {
        return new RequestSigner(key, life, covered, audience, true, time, random);
    }

    /** The same by another clock. */
    public RequestSigner time(TimeSource source) {
        return new RequestSigner(key, life, covered, audience, checksums, Objects.requireNonNull(source), random);
    }

    /** The same with other randomness, for tests; thread-safe. */
    public RequestSigner random(RandomGenerator source) {
        return new RequestSigner(key, life, covered, audience, checksums, time, Objects.requireNonNull(source));
    }

    /** By what clock it signs. */
    public TimeSource time() {
        return time;
    }

    /** The value of {@code Content-Digest} for a body (RFC 9530). */
    public static String contentDigest(byte[] body) {
        return SignedDigest.valueFor(body);
    }

    /**
     * The value of {@code Content-Digest} for a body that is not at hand as a whole.
     *
     * @param sha256 has been given all of it, and begins anew after this
     * @throws IllegalArgumentException when it computes another digest
     */
    public static String contentDigest(MessageDigest sha256) {
        if (!sha256.getAlgorithm().equalsIgnoreCase("SHA-256")) {
            throw new IllegalArgumentException("the digest must be SHA-256, was " + sha256.getAlgorithm());
        }
        return SignedDigest.value(sha256.digest());
    }

    /** The fields to add to a request without a body. */
    public Map<String, String> sign(String method, URI uri) {
        return sign(method, uri, Map.of(), null);
    }

    /**
     * The fields to add to a request.
     *
     * @param uri where it goes; absolute
     * @param headers at least the fields that are covered: of a request with a body, {@code Content-Type}
     * @param contentDigest of the body, from {@link #contentDigest} or computed while it was written; null when there is none
     * @throws IllegalArgumentException when the target can be read in more than one way and would be refused, or a covered
     *     field is missing
     */
    public Map<String, String> sign(
            String method, URI uri, Map<String, List<String>> headers, @Nullable String contentDigest) {
        Map<String, String> added = new LinkedHashMap<>();
        if (contentDigest != null) {
            added.put("Content-Digest", contentDigest);
        }
        if (audience != null) {
            added.put("Tallygate-Audience", audience);
        }
        HttpMessage.Fields given = HttpMessage.Fields.of(headers);
        HttpMessage.Fields own = HttpMessage.Fields.of(lists(added));
        HttpMessage.Request request = HttpMessage.sending(
                method, uri, name -> own.values(name).isEmpty() ? given.values(name) : own.values(name));
        SignatureFault fault = RequestTarget.fault(request.target());
        if (fault != null) {
            throw new IllegalArgumentException("the target of the request cannot be signed: " + fault);
        }
        long created = Math.floorDiv(time.epochMillis(), 1_000L);
        ClientKey.Named named = key.at(created);
        String nonce = nonce();
        String parameters = parameters(contentDigest != null, created, nonce, named.keyId());
        SignatureLines lines = SignatureLines.sign(LABEL, parameters, request, named.mac());
        added.put("Signature-Input", lines.input());
        added.put("Signature", lines.signature());
        if (checksums) {
            added.put(
                    LineChecksums.FIELD,
                    LineChecksums.of(SignatureLines.base(parameters, request).text(), nonce));
        }
        return added;
    }

    private static Map<String, List<String>> lists(Map<String, String> fields) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        fields.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    private String parameters(boolean body, long created, String nonce, String keyId) {
        Set<String> components = new LinkedHashSet<>(Coverage.identifiers(body));
        if (audience != null) {
            components.add(ProfileRules.AUDIENCE_IDENTIFIER);
        }
        components.addAll(covered);
        return new StringBuilder(ComponentNames.list(components))
                .append(";created=")
                .append(created)
                .append(";expires=")
                .append(created + life.toSeconds())
                .append(";nonce=\"")
                .append(nonce)
                .append("\";keyid=\"")
                .append(keyId)
                .append("\";tag=\"" + SignatureReader.TAG + "\"")
                .toString();
    }

    private String nonce() {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(random.nextLong())
                .putLong(random.nextLong())
                .array();
        return Base64Url.encode(bytes);
    }

    @Override
    public String toString() {
        return "RequestSigner[keyId=" + key + ", expiresIn=" + life + ", covering=" + covered + "]";
    }
}
