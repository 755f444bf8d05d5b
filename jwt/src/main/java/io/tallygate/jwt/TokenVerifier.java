package io.tallygate.jwt;

import io.tallygate.spi.DirectoryUnavailableException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps from a presented token to a verified one, in order: spelling, header, issuer, key, signature, and only then the
 * claims. Thread-safe; waits for nothing.
 *
 * <p>Where several issuers are trusted, the unproven {@code iss} chooses whose keys are tried. That choice proves nothing:
 * the claims, once proven, must name the issuer whose key did it.
 */
final class TokenVerifier {
    /** How many keys are tried for a token that does not name its key. */
    static final int MOST_TRIED = 4;

    private final Headers headers;
    private final Spare<TokenBytes> spare = new Spare<>();
    private final Map<String, TrustedIssuer> issuers = new HashMap<>();
    private final @Nullable TrustedIssuer only;

    /** @param trusted at least one, no two of the same name */
    TokenVerifier(Headers headers, List<TrustedIssuer> trusted) {
        this.headers = headers;
        trusted.forEach(issuer -> issuers.put(issuer.rules().issuer(), issuer));
        this.only = trusted.size() == 1 ? trusted.get(0) : null;
    }

    /**
     * A {@link VerifiedToken}, or why not.
     *
     * @throws DirectoryUnavailableException when the keys that would tell are not there yet
     */
    Outcome verify(PresentedToken token, Instant now) {
        TokenBytes bytes = takeBytes();
        try {
            return token.fill(bytes) ? verify(bytes, token.headerText(), now) : Refusal.SPELLING;
        } finally {
            giveBack(bytes);
        }
    }

    /** Whether the token's spelling is no reason to refuse it. */
    boolean isWellSpelled(PresentedToken token) {
        TokenBytes bytes = takeBytes();
        boolean well = token.fill(bytes);
        giveBack(bytes);
        return well;
    }

    private TokenBytes takeBytes() {
        TokenBytes kept = spare.take();
        return kept == null ? new TokenBytes() : kept;
    }

    private void giveBack(TokenBytes bytes) {
        bytes.forget();
        spare.giveBack(bytes);
    }

    private Outcome verify(TokenBytes token, HeaderText text, Instant now) {
        JwsHeader kept = headers.kept(text);
        Outcome read = kept == null ? HeaderReader.read(token.header()) : kept;
        if (!(read instanceof JwsHeader header)) {
            return read;
        }
        TrustedIssuer issuer = only != null ? only : issuers.get(ClaimsReader.unprovenIssuer(token.payload()));
        Outcome outcome = issuer == null ? Refusal.ISSUER : verify(token, header, issuer, now);
        if (kept == null && outcome instanceof VerifiedToken) {
            headers.keep(text, header);
        }
        return outcome;
    }

    private static Outcome verify(TokenBytes token, JwsHeader header, TrustedIssuer issuer, Instant now) {
        IssuerRules rules = issuer.rules();
        Refusal objection = rules.objection(header);
        if (objection != null) {
            return objection;
        }
        Outcome proven = prove(token, header, issuer.source());
        return proven instanceof ProvenToken proof ? claims(token, proof, rules, now) : proven;
    }

    private static Outcome claims(TokenBytes token, ProvenToken proof, IssuerRules rules, Instant now) {
        Outcome read = ClaimsReader.read(token.payload(), rules.accountClaim());
        if (!(read instanceof Claims claims)) {
            return read;
        }
        Refusal objection = rules.objection(claims, now);
        return objection != null
                ? objection
                : new VerifiedToken(rules, proof.key().keyId(), claims);
    }

    /** A {@link ProvenToken}, or why not, by the source's keys of now. */
    private static Outcome prove(TokenBytes token, JwsHeader header, KeySource source) {
        KeyRing ring = source.keys();
        if (ring == null) {
            throw new DirectoryUnavailableException("the issuer's keys have not been fetched yet");
        }
        Outcome proven = prove(token, header, ring);
        if (proven == Refusal.KEY && header.keyId() != null && source.missing(header.keyId())) {
            throw new DirectoryUnavailableException("the issuer's newest keys are being fetched");
        }
        return proven;
    }

    /** A {@link ProvenToken}, or why not: the signature alone, by one of these keys. */
    static Outcome prove(TokenBytes token, JwsHeader header, KeyRing ring) {
        if (header.keyId() == null) {
            List<VerificationKey> candidates = ring.of(header.algorithm());
            return candidates.isEmpty() || candidates.size() > MOST_TRIED ? Refusal.KEY : prove(token, candidates);
        }
        VerificationKey named = ring.named(header.keyId());
        if (named == null) {
            return Refusal.KEY;
        }
        return named.algorithm() == header.algorithm() ? prove(token, List.of(named)) : Refusal.KEY_ALGORITHM;
    }

    private static Outcome prove(TokenBytes token, List<VerificationKey> candidates) {
        byte[] signature = token.signature();
        for (VerificationKey key : candidates) {
            if (key.verify(token.all(), token.signedLength(), signature)) {
                return new ProvenToken(key);
            }
        }
        return Refusal.SIGNATURE;
    }
}
