package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.Secret;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies message signatures (RFC 9421) by rules of the host's own: of requests that others sign in their way, and of
 * responses. HMAC-SHA256 only. Immutable: each method returns another. Thread-safe.
 *
 * <pre>{@code
 * MessageVerifier.keys(keyId -> secretsOf(keyId)).requiring("@method", "@target-uri", "content-digest")
 * }</pre>
 *
 * <p>It says who has signed what. It does not look at the body, which a covered {@code Content-Digest} names, and knows no
 * nonces, so that whoever calls it sees to replays. Components with {@code sf}, {@code key} or {@code tr} are not verified.
 */
public final class MessageVerifier {
    private final Keys keys;
    private final Set<String> required;
    private final @Nullable String label;
    private final @Nullable String tag;
    private final @Nullable Window window;

    private MessageVerifier(
            Keys keys, Set<String> required, @Nullable String label, @Nullable String tag, @Nullable Window window) {
        this.keys = keys;
        this.required = required;
        this.label = label;
        this.tag = tag;
        this.window = window;
    }

    /** Begins a verifier, with the secrets of those who sign. */
    public static NeedsComponents keys(Keys keys) {
        return new NeedsComponents(Objects.requireNonNull(keys));
    }

    /** Knows secrets by the name that signatures call them by. */
    @FunctionalInterface
    public interface Keys {
        /** The live ones, newest first; none when the name, which may be any text, is unknown. */
        List<Secret> of(String keyId);
    }

    /** A verifier half said: it is open what must be covered. */
    public static final class NeedsComponents {
        private final Keys keys;

        private NeedsComponents(Keys keys) {
            this.keys = keys;
        }

        /**
         * Signatures that cover at least these, in any order, and are no older than five minutes.
         *
         * @param components names such as {@code @method} and {@code content-type}, or identifiers with their parameters,
         *     such as {@code "@path";req}
         * @throws IllegalArgumentException when one is none that can be verified here
         */
        public MessageVerifier requiring(String... components) {
            return new MessageVerifier(keys, ComponentNames.identifiers(components), null, null, Window.standard());
        }
    }

    /** The same for the signature of that label; of any unless said otherwise, if there is but one. */
    public MessageVerifier label(String name) {
        return new MessageVerifier(keys, required, Objects.requireNonNull(name), tag, window);
    }

    /** The same for the signature with that tag. */
    public MessageVerifier tag(String name) {
        return new MessageVerifier(keys, required, label, Objects.requireNonNull(name), window);
    }

    /**
     * The same for signatures of up to another age; by up to half a minute they may come from the time to come.
     *
     * @throws IllegalArgumentException when it is not in [1 s, 1 h]
     */
    public MessageVerifier maxAge(Duration duration) {
        Window other = new Window(duration, Window.standard().futureSkew());
        if (!other.faults().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", other.faults()));
        }
        return new MessageVerifier(keys, required, label, tag, other);
    }

    /** The same for signatures of any age, also such as do not tell. Those that have an end are good until then. */
    public MessageVerifier ofAnyAge() {
        return new MessageVerifier(keys, required, label, tag, null);
    }

    /** Verifies a request as it came: of the authority and the target that it was sent to by its own account. */
    public SignatureResult verify(InboundRequest request, Instant now) {
        String authority = Authority.spelled(request.authority(), request.secure());
        if (authority == null) {
            return SignatureFault.AUTHORITY;
        }
        String scheme = request.secure() ? "https" : "http";
        return verify(
                new HttpMessage.Request(request.method(), scheme, authority, request.target(), request::headers), now);
    }

    /** Verifies a message. */
    public SignatureResult verify(HttpMessage message, Instant now) {
        Found found = new SignatureSearch(label, tag).find(message.fields());
        if (!(found instanceof SignatureEntry entry)) {
            return (SignatureFault) found;
        }
        SignatureParameters parameters = entry.parameters();
        Slice keyId = parameters.keyId();
        if (keyId == null) {
            return SignatureFault.PARAMETER;
        }
        SignatureFault fault = fault(entry, keyId.toString(), message);
        if (fault == null) {
            fault = rulesFault(parameters, now.toEpochMilli());
        }
        return fault == null ? VerifiedSignature.of(entry, keyId.toString()) : fault;
    }

    private @Nullable SignatureFault fault(SignatureEntry entry, String keyId, HttpMessage message) {
        SignatureParameters parameters = entry.parameters();
        Slice algorithm = parameters.algorithm();
        if (algorithm != null && !algorithm.is("hmac-sha256")) {
            return SignatureFault.ALGORITHM;
        }
        if (parameters.coversTwice()) {
            return SignatureFault.COMPONENT;
        }
        SignatureBase base = new SignatureBase();
        SignatureFault fault = BaseLines.write(base, parameters, message);
        return fault == null ? codeFault(base, entry.code(), keys.of(keyId)) : fault;
    }

    private static @Nullable SignatureFault codeFault(SignatureBase base, byte[] code, List<Secret> secrets) {
        for (Secret secret : secrets) {
            if (MessageDigest.isEqual(base.signedBy(new MacKey(secret.reveal())), code)) {
                return null;
            }
        }
        return secrets.isEmpty() ? SignatureFault.KEY : SignatureFault.SIGNATURE;
    }

    private @Nullable SignatureFault rulesFault(SignatureParameters parameters, long epochMillis) {
        for (String identifier : required) {
            if (!parameters.covers(identifier)) {
                return SignatureFault.COVERAGE;
            }
        }
        if (window == null) {
            return Window.ended(parameters.expires(), epochMillis) ? SignatureFault.EXPIRED : null;
        }
        return parameters.created() == SignatureParameters.ABSENT
                ? SignatureFault.COVERAGE
                : window.fault(parameters.created(), parameters.expires(), epochMillis);
    }

    @Override
    public String toString() {
        return "MessageVerifier[requiring=" + required + ", label=" + label + ", tag=" + tag + "]";
    }
}
