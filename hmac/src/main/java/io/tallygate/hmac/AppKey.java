package io.tallygate.hmac;

import io.tallygate.issue.KeyNames;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Secret;
import io.tallygate.spi.Screening;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An app key, as its record was when it was looked up.
 *
 * @param entitlement what it gives; whether that has ended is for whoever has seen a secret proven
 * @param secrets newest first, with those that have ended
 * @param disabled whether it is switched off
 * @param until when it must be looked up anew, because other keys of a day are to be had then; null when it holds secrets
 *     that are whole
 */
record AppKey(
        Entitlement entitlement,
        List<LiveSecret> secrets,
        boolean disabled,
        @Nullable Instant until) {
    static final String KIND = "app-key";

    /** How they are named. */
    static final KeyNames NAMES = new KeyNames("tga");

    AppKey {
        secrets = List.copyOf(secrets);
    }

    /** What a name says of itself: the second of its birth, if it is one that was given here. */
    static Screening.Names screened(CredentialId id) {
        return new Screening.Names(id, NAMES.isName(id.value()) ? KeyNames.birth(id) : null);
    }

    /** One whose secrets are whole. */
    AppKey(Entitlement entitlement, List<LiveSecret> secrets, boolean disabled) {
        this(entitlement, secrets, disabled, null);
    }

    /** One whose secret nobody has, for work that is done in vain. */
    static AppKey ofNobody(RandomGenerator random) {
        byte[] secret = new byte[MacKey.LENGTH];
        random.nextBytes(secret);
        Entitlement nothing = Entitlement.of(new AccountId("nobody"), new Provenance(null, null, null, null, null));
        return new AppKey(nothing, List.of(new LiveSecret(Secret.of(secret), null)), false);
    }

    /** Whether a newer secret of the same scope has taken its place. */
    boolean outdated(LiveSecret used) {
        for (LiveSecret secret : secrets) {
            if (Objects.equals(secret.scope(), used.scope())) {
                return !secret.equals(used);
            }
        }
        return false;
    }
}
