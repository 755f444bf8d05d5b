package io.tallygate.jwt;

import io.tallygate.spi.Environment;
import java.net.URI;
import java.util.List;

/** A JWK Set that the issuer publishes at this address. */
record JwksPlan(URI uri, JwksSettings settings) implements KeyPlan {
    @Override
    public List<String> faults(JwkReader reader) {
        return settings.faults(uri);
    }

    @Override
    public KeySource open(JwkReader reader, Environment environment) {
        KeyEndpoint endpoint = new HttpKeyEndpoint(uri, settings.timeout(), environment.background());
        return new FetchedKeys(uri, settings, endpoint, reader, environment);
    }

    /** Without the query: it may hold a secret. */
    @Override
    public String toString() {
        return "JwksPlan[" + shown(uri) + "]";
    }

    static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }
}
