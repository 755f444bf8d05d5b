package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages (RFC 9421) in a form of the host's own: responses, above all, which a client verifies with a
 * {@link MessageVerifier}. HMAC-SHA256. Immutable: each method returns another. Thread-safe.
 *
 * <pre>{@code
 * MessageSigner.of("edge", secret).covering("@status", "content-digest", "\"@path\";req", "\"signature\";req")
 * }</pre>
 */
public final class MessageSigner {
    private final String keyId;
    private final MacKey key;
    private final Set<String> components;
    private final String label;
    private final @Nullable String tag;
    private final @Nullable Duration life;

    private MessageSigner(
            String keyId,
            MacKey key,
            Set<String> components,
            String label,
            @Nullable String tag,
            @Nullable Duration life) {
        this.keyId = keyId;
        this.key = key;
        this.components = components;
        this.label = label;
        this.tag = tag;
        this.life = life;
    }

    /** Begins a signer. */
    public static NeedsComponents of(String keyId, Secret secret) {
        return new NeedsComponents(text("keyId", keyId), new MacKey(secret.reveal()));
    }

    /** A signer half said: it is open what it covers. */
    public static final class NeedsComponents {
        private final String keyId;
        private final MacKey key;

        private NeedsComponents(String keyId, MacKey key) {
            this.keyId = keyId;
            this.key = key;
        }

        /**
         * Signs these, in this order, and when it did; under the label {@code sig1}.
         *
         * @param components as {@link MessageVerifier.NeedsComponents#requiring} takes them
         * @throws IllegalArgumentException when one is none that can be signed here
         */
        public MessageSigner covering(String... components) {
            return new MessageSigner(keyId, key, ComponentNames.identifiers(components), "sig1", null, null);
        }
    }

    /** The same under another label: a lower-case letter, then any of {@code a-z 0-9 _ - . *}. */
    public MessageSigner label(String name) {
        if (StructuredFields.endOfKey(name, 0) != name.length()) {
            throw new IllegalArgumentException("label must be a key of a dictionary (RFC 9651, 3.2), was " + name);
        }
        return new MessageSigner(keyId, key, components, name, tag, life);
    }

    /** The same with a tag that says what the signature is for. */
    public MessageSigner tag(String name) {
        return new MessageSigner(keyId, key, components, label, text("tag", name), life);
    }

    /** The same with an end after so many whole seconds. */
    public MessageSigner expiresIn(Duration duration) {
        if (duration.toSeconds() < 1) {
            throw new IllegalArgumentException("expiresIn must be a second or more, was " + duration);
        }
        return new MessageSigner(keyId, key, components, label, tag, duration);
    }

    private static String text(String field, String text) {
        boolean well = !text.isEmpty()
                && text.length() <= 256
                && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E && c != '"' && c != '\\');
        if (!well) {
            throw new IllegalArgumentException(
                    field + " must have 1 to 256 characters of ASCII without quotes and backslashes");
        }
        return text;
    }

    /**
     * The fields to add to a message that has no other signature.
     *
     * @throws IllegalArgumentException when a covered component is missing, or cannot be signed
     */
    public Map<String, String> sign(HttpMessage message, Instant now) {
        Objects.requireNonNull(message);
        SignatureLines lines = SignatureLines.sign(label, parameters(now.getEpochSecond()), message, key);
        return Map.of("Signature-Input", lines.input(), "Signature", lines.signature());
    }

    private String parameters(long created) {
        return ComponentNames.list(components)
                + ";created=" + created
                + (life == null ? "" : ";expires=" + (created + life.toSeconds()))
                + ";keyid=\"" + keyId + '"'
                + (tag == null ? "" : ";tag=\"" + tag + '"');
    }

    @Override
    public String toString() {
        return "MessageSigner[keyId=" + keyId + ", covering=" + components + ", label=" + label + ", tag=" + tag + "]";
    }
}
