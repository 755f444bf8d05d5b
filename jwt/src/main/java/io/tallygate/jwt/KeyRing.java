package io.tallygate.jwt;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of one issuer at one time. Immutable; a rotation is another ring. */
final class KeyRing {
    private final Map<String, VerificationKey> named = new HashMap<>();
    private final Map<JoseAlgorithm, List<VerificationKey>> ofAlgorithm = new EnumMap<>(JoseAlgorithm.class);

    /** @param keys no two of the same name */
    KeyRing(List<VerificationKey> keys) {
        for (VerificationKey key : keys) {
            if (key.keyId() != null) {
                named.put(key.keyId(), key);
            }
            ofAlgorithm
                    .computeIfAbsent(key.algorithm(), algorithm -> new ArrayList<>())
                    .add(key);
        }
    }

    @Nullable
    VerificationKey named(String keyId) {
        return named.get(keyId);
    }

    /** All keys of the algorithm, with a name or without, in the issuer's order. */
    List<VerificationKey> of(JoseAlgorithm algorithm) {
        return ofAlgorithm.getOrDefault(algorithm, List.of());
    }

    boolean isEmpty() {
        return ofAlgorithm.isEmpty();
    }
}
