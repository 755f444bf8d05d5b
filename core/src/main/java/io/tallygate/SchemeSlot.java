package io.tallygate;

import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Credential;

/**
 * A scheme at its place in the gate.
 *
 * @param number makes its credentials' fingerprints its own
 * @param scheme is only ever given credentials that it parsed itself
 */
record SchemeSlot(int number, String name, AuthenticationScheme<Credential> scheme) {
    @SuppressWarnings("unchecked")
    static SchemeSlot of(int number, AuthenticationScheme<?> scheme) {
        return new SchemeSlot(number, scheme.name(), (AuthenticationScheme<Credential>) scheme);
    }
}
