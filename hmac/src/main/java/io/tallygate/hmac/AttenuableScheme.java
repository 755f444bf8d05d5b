package io.tallygate.hmac;

import io.tallygate.model.Secret;
import io.tallygate.seal.SealingKeys;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Accepts {@link AttenuableKey}s in {@code Authorization: Bearer}. Immutable: each method returns another.
 *
 * <pre>{@code
 * AttenuableScheme.sealing("2026", sealingKey)
 * }</pre>
 *
 * <p>Other people's bearer tokens are left to other schemes. What a key gives is what its app key gives in the directory,
 * with all that the app key and each link restrict it to; its session ends with the first of them to end. It is proven when
 * its session begins.
 */
public final class AttenuableScheme implements Blueprint<AuthenticationScheme<PresentedAttenuableKey>> {
    private final SealingKeys sealing;

    private AttenuableScheme(SealingKeys sealing) {
        this.sealing = sealing;
    }

    /**
     * Opens secrets of app keys that were sealed under that label, by whoever issued them.
     *
     * @param source asked at each look-up; at least 32 random bytes
     */
    public static AttenuableScheme sealing(String label, Supplier<Secret> source) {
        return new AttenuableScheme(SecretSeal.keys(label, source));
    }

    /** The same, also opening secrets that were sealed under that label. Give the old and the new one while changing it. */
    public AttenuableScheme alsoOpening(String label, Supplier<Secret> source) {
        return new AttenuableScheme(sealing.alsoOpening(label, source));
    }

    @Override
    public List<String> faults(Environment environment) {
        List<String> faults = new ArrayList<>(sealing.faults());
        if (environment.directory().isEmpty()) {
            faults.add("app keys need a directory; give the gate one");
        }
        return List.copyOf(faults);
    }

    @Override
    public AuthenticationScheme<PresentedAttenuableKey> open(Environment environment) {
        AppKeyLookUp lookUp = new AppKeyLookUp(environment, new SecretSeal(sealing));
        return new AttenuableAuthentication(lookUp, new OldSecretUses(environment.listener()), environment.time());
    }

    @Override
    public String toString() {
        return "AttenuableScheme[sealing=" + sealing.labels() + "]";
    }
}
