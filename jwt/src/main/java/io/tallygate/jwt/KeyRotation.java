package io.tallygate.jwt;

import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An issuer's keys have changed. A key is named by its {@code kid}, which is the issuer's text, or by {@code sha256:} and the
 * hash of its material where it has none. A name in both sets stands for other material than before.
 *
 * @param source where the keys were fetched
 * @param added good from now on
 * @param removed no longer good for new sessions; those that it began go on until they are revoked or end
 */
public record KeyRotation(URI source, Set<String> added, Set<String> removed) {
    /** Copies the sets. */
    public KeyRotation {
        added = Set.copyOf(added);
        removed = Set.copyOf(removed);
    }

    static KeyRotation between(URI source, JwkSet before, JwkSet after) {
        return new KeyRotation(source, newIn(after, before), newIn(before, after));
    }

    boolean isNone() {
        return added.isEmpty() && removed.isEmpty();
    }

    private static Set<String> newIn(JwkSet set, JwkSet other) {
        Set<String> there = verifying(other).map(PublishedKey::thumbprint).collect(Collectors.toSet());
        return verifying(set)
                .filter(key -> !there.contains(key.thumbprint()))
                .map(key -> key.keyId() != null ? key.keyId() : "sha256:" + key.thumbprint())
                .collect(Collectors.toSet());
    }

    private static Stream<PublishedKey> verifying(JwkSet set) {
        return set.keys().stream().filter(key -> key.key() != null);
    }
}
