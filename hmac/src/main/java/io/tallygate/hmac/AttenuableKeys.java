package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Secret;
import io.tallygate.spi.Environment;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Makes attenuable keys of an app key, wherever its secret is: nobody is asked, and nothing is kept. Each gives what the
 * app key gives, until it is narrowed; it lasts as long as the secret that it was made with. Immutable: each method returns
 * another. Thread-safe.
 *
 * <pre>{@code
 * String key = AttenuableKeys.of(appId, secret).make().narrow(n -> n.paths("/reports/*")).text();
 * }</pre>
 */
public final class AttenuableKeys {
    /** The issuer that revocations name them by: {@code Revocation.OfToken} one, {@code OfKey} all of an app key. */
    public static final String ISSUER = "tallygate:attenuable";

    private final CredentialId appKey;
    private final Secret secret;
    private final TimeSource time;
    private final RandomGenerator random;

    private AttenuableKeys(CredentialId appKey, Secret secret, TimeSource time, RandomGenerator random) {
        this.appKey = appKey;
        this.secret = secret;
        this.time = time;
        this.random = random;
    }

    /**
     * Those of that app key.
     *
     * @param appId the app key's public name
     * @param secret the whole text of its secret, as it was issued
     * @throws IllegalArgumentException when no app key has such a name or such a secret; says what is wrong with it
     */
    public static AttenuableKeys of(String appId, Secret secret) {
        AppSecret.requireIssued(appId, secret);
        return new AttenuableKeys(new CredentialId(appId), secret, TimeSource.system(), Environment.systemRandomness());
    }

    /** The same by another clock. */
    public AttenuableKeys time(TimeSource source) {
        return new AttenuableKeys(appKey, secret, Objects.requireNonNull(source), random);
    }

    /** The same with other randomness, which must be unpredictable outside of tests; thread-safe. */
    public AttenuableKeys random(RandomGenerator source) {
        return new AttenuableKeys(appKey, secret, time, Objects.requireNonNull(source));
    }

    /** A new key that is not narrowed yet. */
    public AttenuableKey make() {
        ChainHead head = ChainHead.of(appKey, Instant.ofEpochMilli(time.epochMillis()), random);
        return new AttenuableKey(Chain.of(head), LinkCode.of(head, secret));
    }

    @Override
    public String toString() {
        return "AttenuableKeys[appKey=" + appKey + "]";
    }
}
