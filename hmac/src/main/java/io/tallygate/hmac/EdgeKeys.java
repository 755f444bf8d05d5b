package io.tallygate.hmac;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Secret;
import io.tallygate.spi.ChangeFeed;
import io.tallygate.spi.Directory;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A directory as the edges of one region see it: with keys of a day in the place of the secrets of app keys. It stands at
 * the centre, in front of the directory and behind whatever serves edges that must not hold more. All else passes through
 * it. Immutable and thread-safe.
 *
 * <p>From each secret come the keys of today, for this region and each brand of signatures, by the chain of AWS Signature
 * Version 4; tomorrow's come with them in the last hour before midnight (UTC), yesterday's until the signatures of
 * yesterday are too old. They are sealed for the edges, with a key that those have and the directory's they do not.
 *
 * <p><strong>What an edge can do with them</strong>: verify what is signed for its region and day, which is SigV4 and the
 * native profile with a scope in its {@code keyid}. Signatures without a scope it cannot verify, nor URLs that were signed
 * on an earlier day. <strong>What a thief of an edge can do</strong>: sign as the customers whose keys it had looked up,
 * or can still look up, for that region, until the end of the day, or of the next one if it was late. Nothing in other
 * regions, and nothing of what the customers' secrets are.
 *
 * <p>A secret that cannot be opened here passes as it is. The edge cannot open it either, and says so.
 */
public final class EdgeKeys implements Directory {
    /** As long as signatures are accepted unless schemes say otherwise. */
    private static final Duration STANDARD_WINDOW = Duration.ofSeconds(330);

    private final Directory centre;
    private final Derivation derivation;

    private EdgeKeys(Directory centre, Derivation derivation) {
        this.centre = centre;
        this.derivation = derivation;
    }

    /**
     * That directory as edges of a region see it.
     *
     * @param region as signatures name it: 1 to 32 of {@code A-Z a-z 0-9 - _}
     */
    public static Unopened forRegion(String region, Directory centre) {
        Objects.requireNonNull(centre);
        return (label, key) -> (edgeLabel, edgeKey) -> new EdgeKeys(
                centre,
                new Derivation(
                        region,
                        List.of(DayScope.OWN_PREFIX),
                        STANDARD_WINDOW,
                        new SecretSeal(SecretSeal.keys(label, key)),
                        new SecretSeal(SecretSeal.keys(edgeLabel, edgeKey)),
                        TimeSource.system(),
                        Environment.systemRandomness(),
                        new SealAlarm(new Listener() {}))); // a directory has none: it is told by the log
    }

    /** Without the key that opens the secrets. */
    @FunctionalInterface
    public interface Unopened {
        /** Opens secrets with this key, the one that {@link AppKeys.Unsealed#sealing} was given. */
        Unsealed opening(String label, Supplier<Secret> key);
    }

    /** Without the key that seals what edges get. */
    @FunctionalInterface
    public interface Unsealed {
        /**
         * Seals what edges get with this key, which their schemes are given as their sealing key.
         *
         * @param label 1 to 32 visible ASCII characters
         * @param key at least 32 random bytes, and not those that seal the directory; asked now and at each look-up
         * @throws IllegalArgumentException when the region, a label or a key is not as it must be
         */
        EdgeKeys sealing(String label, Supplier<Secret> key);
    }

    /** The same that also opens secrets that were sealed with another key. */
    public EdgeKeys alsoOpening(String label, Supplier<Secret> key) {
        return new EdgeKeys(centre, derivation.alsoOpening(label, key));
    }

    /**
     * The same for these brands of signatures, at most 3, such as {@code AWS4}; for {@code TALLYGATE4}, which the native
     * profile uses as well, unless said otherwise.
     */
    public EdgeKeys prefixes(String... others) {
        return new EdgeKeys(centre, derivation.prefixes(List.of(others)));
    }

    /**
     * The same where schemes accept signatures for another time after they were made, in [0, 1 h]: for 330 s, the age and
     * the skew that are standard, unless said otherwise.
     */
    public EdgeKeys window(Duration other) {
        return new EdgeKeys(centre, derivation.window(other));
    }

    /** The same by another clock. */
    public EdgeKeys time(TimeSource other) {
        return new EdgeKeys(centre, derivation.time(other));
    }

    /** The same by another source of chance, which must be unpredictable outside of tests. */
    public EdgeKeys random(RandomGenerator other) {
        return new EdgeKeys(centre, derivation.random(other));
    }

    @Override
    public Optional<CredentialRecord> find(CredentialId id) {
        return centre.find(id).map(derivation::applied);
    }

    @Override
    public Map<CredentialId, CredentialRecord> findAll(Collection<CredentialId> ids) {
        Map<CredentialId, CredentialRecord> found = new HashMap<>(centre.findAll(ids));
        found.replaceAll((id, record) -> derivation.applied(record));
        return found;
    }

    @Override
    public Optional<String> plan(AccountId account) {
        return centre.plan(account);
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return centre.changes();
    }

    @Override
    public void recordUses(Collection<CredentialUse> uses) {
        centre.recordUses(uses);
    }

    @Override
    public String toString() {
        return "EdgeKeys[region=" + derivation.region() + ", prefixes=" + derivation.prefixes() + "]";
    }
}
