package io.tallygate.hmac;

import io.tallygate.issue.KeyNames;
import io.tallygate.model.Entitlement;
import java.util.List;
import java.util.Objects;

/**
 * An app key, as its record was when it was looked up.
 *
 * @param entitlement what it gives; whether that has ended is for whoever has seen a secret proven
 * @param secrets newest first, with those that have ended
 * @param disabled whether it is switched off
 */
record AppKey(Entitlement entitlement, List<LiveSecret> secrets, boolean disabled) {
    static final String KIND = "app-key";

    /** How they are named. */
    static final KeyNames NAMES = new KeyNames("tga");

    AppKey {
        secrets = List.copyOf(secrets);
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
