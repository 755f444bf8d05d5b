package io.tallygate.jwt;

import io.tallygate.spi.Environment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A JWK Set that the host has at hand. */
record FixedKeys(String jwkSet) implements KeyPlan {
    private static final Logger LOG = LoggerFactory.getLogger(FixedKeys.class);

    private JwkSet read(JwkReader reader) {
        return JwkSet.read(jwkSet.getBytes(StandardCharsets.UTF_8), reader);
    }

    @Override
    public List<String> faults(JwkReader reader) {
        JwkSet set = read(reader);
        if (set.fault() != null) {
            return List.of(set.fault());
        }
        return set.ring().isEmpty()
                ? List.of("no key of the JWK Set can verify signatures; " + String.join("; ", set.unfit()))
                : List.of();
    }

    @Override
    public KeySource open(JwkReader reader, Environment environment) {
        JwkSet set = read(reader);
        set.unfit().forEach(why -> LOG.warn("{}; tokens that it signed are refused", why));
        return new FixedRing(set.ring());
    }

    /** Shows no key: it may be a secret. */
    @Override
    public String toString() {
        return "FixedKeys";
    }
}
