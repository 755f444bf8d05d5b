package io.tallygate.hmac;

import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chain whose last code was found right.
 *
 * @param chain what the key says
 * @param app the app key that it was made of
 * @param secret the one of its secrets that it was made with
 * @param codes those of the head and of each link
 */
record ProvenChain(Chain chain, AppKey app, LiveSecret secret, List<LinkCode> codes) {
    /** By how much the clock of who makes keys may be ahead of ours. */
    private static final Duration FUTURE_SKEW = Duration.ofSeconds(30);

    /** Stands for a secret that an app key does not have; what it proves counts for nothing. */
    static final Secret DECOY = Secret.ofUtf8("-".repeat(53));

    /**
     * Proves a key by the newest secret that does. An unknown name takes the same steps as a known one: always
     * {@value CredentialRecord#MAX_SECRETS} secrets are tried, decoys where there are fewer.
     *
     * @param app null when there is none of that name
     * @return null when it is not proven
     * @throws IllegalStateException when this edge has no secret that such keys are made with
     */
    static @Nullable ProvenChain of(AttenuableKey key, @Nullable AppKey app) {
        List<LiveSecret> secrets = app == null ? List.of() : whole(app);
        ProvenChain proven = null;
        for (int i = 0; i < CredentialRecord.MAX_SECRETS; i++) {
            LiveSecret secret = i < secrets.size() ? secrets.get(i) : null;
            List<LinkCode> codes = key.chain().codes(secret == null ? DECOY : secret.secret());
            boolean right = codes.get(codes.size() - 1).equals(key.code());
            if (right && proven == null && app != null && secret != null) {
                proven = new ProvenChain(key.chain(), app, secret, codes);
            }
        }
        return proven;
    }

    private static List<LiveSecret> whole(AppKey app) {
        List<LiveSecret> whole =
                app.secrets().stream().filter(LiveSecret::whole).toList();
        if (whole.isEmpty() && !app.secrets().isEmpty()) {
            throw new IllegalStateException(
                    "app key " + app.entitlement().provenance().credential()
                            + " is here only as keys of a day; attenuable keys need an edge that has its secret");
        }
        return whole;
    }

    /** Why it gives nothing, but for what its links say; null when nothing is against it. */
    @Nullable
    AttenuableFault fault(Instant now) {
        if (app.disabled()) {
            return AttenuableFault.DISABLED;
        }
        return chain.head().issuedAt().isAfter(now.plus(FUTURE_SKEW)) ? AttenuableFault.TOO_NEW : null;
    }

    /** What the app key gives, as far as each link lets it; null when a link says what is not understood. */
    @Nullable
    Entitlement entitlement() {
        List<LinkTerms> links = chain.terms();
        if (links == null) {
            return null;
        }
        Entitlement given = app.entitlement();
        List<Restriction> restrictions = new ArrayList<>(given.restrictions());
        List<String> ids = codes.stream().map(LinkCode::id).toList();
        for (int i = 0; i < links.size(); i++) {
            restrictions.addAll(links.get(i).restrictions(ids.get(i + 1)));
        }
        Stream<@Nullable Instant> ends = Stream.concat(
                Stream.of(given.notAfter(), secret.notAfter()), links.stream().map(LinkTerms::until));
        return given.withRestrictions(restrictions)
                .withNotAfter(ends.filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null))
                .withProvenance(provenance(ids));
    }

    /** @param ids those of the head and of each link */
    private Provenance provenance(List<String> ids) {
        int last = ids.size() - 1;
        return new Provenance(
                chain.head().appKey(),
                AttenuableKeys.ISSUER,
                chain.head().appKey().value(),
                ids.get(last),
                chain.head().issuedAt(),
                ids.subList(0, last));
    }
}
