package io.tallygate.jwt;

import io.tallygate.spi.Environment;
import java.util.List;

/** The description of a {@link KeySource}: immutable, without threads or connections. */
interface KeyPlan {
    /** What keeps it from being opened, each as "what is wrong; what to do about it". Does not block. */
    List<String> faults(JwkReader reader);

    /** Opens it. Does not wait for keys. */
    KeySource open(JwkReader reader, Environment environment);
}
