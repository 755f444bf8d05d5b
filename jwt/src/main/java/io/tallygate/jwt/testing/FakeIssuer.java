package io.tallygate.jwt.testing;

import io.tallygate.spi.TimeSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * An issuer of tokens for tests, with keys of its own. Hand {@link #jwkSet()} to {@code JwtScheme….keys}, or {@link #serve()}
 * it and hand the address to {@code jwks}. Keys are made by the JDK. Thread-safe.
 *
 * <pre>{@code
 * FakeIssuer issuer = FakeIssuer.named("https://login.example.com", time);
 * String token = issuer.token("orders").claim("org_id", "acme").sign();
 * }</pre>
 */
public final class FakeIssuer {
    private final String name;
    private final String algorithm;
    private final TimeSource time;

    /** The newest last. */
    private final List<FakeKey> keys = new CopyOnWriteArrayList<>();

    private FakeIssuer(String name, String algorithm, TimeSource time) {
        this.name = Objects.requireNonNull(name);
        this.algorithm = algorithm;
        this.time = time;
        keys.add(FakeKey.make(algorithm, "key-1"));
    }

    /** An issuer that signs by ES256. */
    public static FakeIssuer named(String name, TimeSource time) {
        return new FakeIssuer(name, "ES256", time);
    }

    /**
     * An issuer of the same name that signs by another algorithm, with a key of its own.
     *
     * @param alg HS, RS, PS or ES with 256, 384 or 512, or {@code Ed25519}
     * @throws IllegalArgumentException when it is none of these
     */
    public FakeIssuer algorithm(String alg) {
        return new FakeIssuer(name, alg, time);
    }

    /** Its {@code iss}. */
    public String name() {
        return name;
    }

    /**
     * A token that is right in every way: for half an hour, for {@code alice}, with an id of its own. Say what it shall be
     * besides, or instead, and sign.
     */
    public FakeToken token(String audience) {
        return FakeToken.by(this, audience);
    }

    /** Signs by a new key from now on, and publishes the earlier ones on. Returns the new one's {@code kid}. */
    public synchronized String rotate() {
        String keyId = "key-" + (Integer.parseInt(newest().keyId().substring("key-".length())) + 1);
        keys.add(FakeKey.make(algorithm, keyId));
        return keyId;
    }

    /** Publishes no key but the newest from now on. */
    public synchronized void retireEarlierKeys() {
        keys.subList(0, keys.size() - 1).clear();
    }

    /** What it publishes now, as JSON; its secrets, if it signs by HMAC. */
    public String jwkSet() {
        return keys.stream().map(FakeKey::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** Serves its keys on this machine, to whoever asks. */
    public FakeJwksServer serve() {
        return FakeJwksServer.of(this::jwkSet);
    }

    FakeKey newest() {
        return keys.get(keys.size() - 1);
    }

    FakeKey strangers() {
        return FakeKey.make(algorithm, newest().keyId());
    }

    long epochSecond() {
        return Math.floorDiv(time.epochMillis(), 1000);
    }
}
