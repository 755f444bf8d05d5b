package io.tallygate.hmac;

import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pre-signed URL gives: what its app key does, as far and as long as the URL says, under a name of its own, so that it
 * can be revoked and not the key.
 */
final class UrlEntitlement {
    private UrlEntitlement() {}

    static Entitlement of(Entitlement given, PresentedSigV4 url) {
        Instant end = Instant.ofEpochSecond(url.end());
        boolean endsBefore = given.notAfter() != null && given.notAfter().isBefore(end);
        String id = tokenId(url);
        return given.withRestrictions(restrictions(given.restrictions(), url.limits(), id))
                .withNotAfter(endsBefore ? given.notAfter() : end)
                .withProvenance(new Provenance(
                        url.keyId(), ValetKeys.ISSUER, url.keyId().value(), id, Instant.ofEpochSecond(url.signedAt())));
    }

    /** That of its grant, or else the hash of all that was signed. */
    private static String tokenId(PresentedSigV4 url) {
        String grant = url.limits().grant();
        return grant == null
                ? "sha256:" + url.hashInHex()
                : ValetKeys.tokenId(url.keyId().value(), grant);
    }

    private static List<Restriction> restrictions(List<Restriction> given, UrlLimits limits, String tokenId) {
        List<Restriction> all = new ArrayList<>(given);
        all.addAll(limits.restrictions());
        if (limits.uses() != null) {
            all.add(limits.uses().under(usesId(tokenId)));
        }
        return all;
    }

    /** Of the one length that fits, whatever the names. */
    private static String usesId(String tokenId) {
        byte[] hash = SignedDigest.digest("SHA-256").digest(tokenId.getBytes(StandardCharsets.US_ASCII));
        return "url:" + Base64Url.encode(hash);
    }
}
