package io.tallygate.jwt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JWK Set (RFC 7517, 5) as an issuer publishes it. A set that breaks a rule of sets is refused whole: whoever publishes
 * two keys of one name, or a secret beside public keys, has lost hold of them. A single key that is weak, or not for us,
 * is left out.
 *
 * @param keys in the order of the set
 * @param fault why the whole set is refused; null when it is not
 */
record JwkSet(List<PublishedKey> keys, @Nullable String fault) {
    /** The most bytes of a set. */
    static final int MAX_BYTES = 256 * 1024;

    /** The most keys of a set. */
    static final int MAX_KEYS = 128;

    /** Copies the list. */
    JwkSet {
        keys = List.copyOf(keys);
    }

    /** Reads a set; never fails, but says what is wrong. */
    static JwkSet read(byte[] json, JwkReader reader) {
        if (json.length > MAX_BYTES) {
            return refused("the JWK Set has " + json.length + " bytes; at most " + MAX_BYTES + " are read");
        }
        Map<String, @Nullable Object> members = StrictJson.object(json);
        if (members == null || !(members.get("keys") instanceof List<?> list)) {
            return refused("this is no JWK Set: strict JSON, an object with an array \"keys\"");
        }
        if (list.size() > MAX_KEYS) {
            return refused("the JWK Set has " + list.size() + " keys; at most " + MAX_KEYS + " are read");
        }
        List<PublishedKey> keys = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> key)) {
                return refused("an element of the JWK Set is no object");
            }
            keys.add(reader.read(keys.size() + 1, named(key)));
        }
        return new JwkSet(keys, faultOf(keys));
    }

    @SuppressWarnings("unchecked") // all names of a JSON object are texts
    private static Map<String, @Nullable Object> named(Map<?, ?> members) {
        return (Map<String, @Nullable Object>) members;
    }

    private static JwkSet refused(String fault) {
        return new JwkSet(List.of(), fault);
    }

    private static @Nullable String faultOf(List<PublishedKey> keys) {
        Map<String, PublishedKey> named = new HashMap<>();
        for (PublishedKey key : keys) {
            if (key.keyId() != null && named.put(key.keyId(), key) != null) {
                return key.label() + " is in the set more than once; each kid must name one key";
            }
        }
        long symmetric = keys.stream().filter(PublishedKey::symmetric).count();
        return symmetric > 0 && symmetric < keys.size()
                ? "the set has secrets beside public keys; a public key could be taken for a secret"
                : null;
    }

    /**
     * Why this set must not follow that one: a key, known by its material or by its name, changed between signing and
     * another use, as when an encryption key that others can make sign is passed off for a signing key; or a name went
     * over to a key of another family. Null when nothing is wrong.
     */
    @Nullable
    String faultAfter(JwkSet earlier) {
        for (PublishedKey key : keys) {
            for (PublishedKey old : earlier.keys) {
                String fault = isKnownAs(old, key) ? faultAfter(old, key) : null;
                if (fault != null) {
                    return fault;
                }
            }
        }
        return null;
    }

    private static boolean isKnownAs(PublishedKey old, PublishedKey key) {
        boolean named = old.keyId() != null && old.keyId().equals(key.keyId());
        return named || old.thumbprint().equals(key.thumbprint());
    }

    private static @Nullable String faultAfter(PublishedKey old, PublishedKey key) {
        if (old.forSignatures() != key.forSignatures()) {
            return key.label() + " has changed its use";
        }
        return isOfOtherFamily(old, key)
                ? key.label() + " is of another family than the key of that name before; name it otherwise"
                : null;
    }

    private static boolean isOfOtherFamily(PublishedKey one, PublishedKey other) {
        return one.key() != null
                && other.key() != null
                && one.key().algorithm().family() != other.key().algorithm().family();
    }

    /** The keys that verify; none when the set is refused. */
    KeyRing ring() {
        if (fault != null) {
            return new KeyRing(List.of());
        }
        return new KeyRing(
                keys.stream().map(PublishedKey::key).filter(Objects::nonNull).toList());
    }

    /** What keeps keys that are meant for signatures from being used, each as "key K: why". */
    List<String> unfit() {
        return keys.stream()
                .filter(key -> key.fault() != null)
                .map(key -> key.label() + ": " + key.fault())
                .toList();
    }
}
