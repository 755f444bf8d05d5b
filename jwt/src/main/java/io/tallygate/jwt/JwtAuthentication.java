package io.tallygate.jwt;

import io.tallygate.model.AccountId;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.Provenance;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Directory;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import io.tallygate.spi.TimeSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opened scheme. A token is verified once, when its session begins; that session is the cache of verified tokens:
 * bounded and indexed for revocation by the gate, which looks at the time again on each request.
 */
final class JwtAuthentication implements AuthenticationScheme<PresentedToken> {
    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthentication.class);

    private final BearerTokens tokens;
    private final TokenVerifier verifier;
    private final List<KeySource> sources;
    private final Optional<Directory> directory;
    private final TimeSource time;

    /** @param directory knows the accounts' plans, if there is one */
    JwtAuthentication(
            BearerTokens tokens, List<TrustedIssuer> issuers, Optional<Directory> directory, TimeSource time) {
        this.tokens = tokens;
        this.verifier = new TokenVerifier(tokens.headers(), issuers);
        this.sources = issuers.stream().map(TrustedIssuer::source).toList();
        this.directory = directory;
        this.time = time;
    }

    @Override
    public String name() {
        return "jwt";
    }

    @Override
    public Parsed parse(InboundRequest request) {
        return tokens.find(request);
    }

    /** Only the plan of an account is asked for, and only when the token has been verified. */
    @Override
    public Screening screen(PresentedToken credential) {
        return verifier.isWellSpelled(credential) ? Screening.local() : Screening.malformed();
    }

    @Override
    public Resolution<PresentedToken> resolve(PresentedToken credential) {
        Outcome outcome = verifier.verify(credential, Instant.ofEpochMilli(time.epochMillis()));
        if (outcome instanceof VerifiedToken token) {
            Entitlement entitlement = entitlement(credential, token);
            return entitlement == null ? refused(Refusal.ACCOUNT) : known(entitlement);
        }
        return refused((Refusal) outcome);
    }

    private static Resolution<PresentedToken> refused(Refusal why) {
        LOG.debug("token refused: {}", why);
        return new Resolution.Refused<>(why.denial());
    }

    private Resolution<PresentedToken> known(Entitlement entitlement) {
        Entitlement planned = directory
                .map(there ->
                        entitlement.withPlan(there.plan(entitlement.account()).orElse(null)))
                .orElse(entitlement);
        return new Resolution.Known<>(planned, Proof.bearer());
    }

    /** What the token gives; null when it names no account or subject that can be. */
    private static @Nullable Entitlement entitlement(PresentedToken credential, VerifiedToken token) {
        Claims claims = token.claims();
        try {
            AccountId account = token.rules().account(claims);
            if (account == null) {
                return null;
            }
            String subject = claims.subject() == null ? account.value() : claims.subject();
            Provenance provenance = provenance(credential, token);
            return new Entitlement(
                    account, subject, claims.scopes(), List.of(), null, claims.expiresAt(), 0, provenance);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A token without an id of its own is named by what was signed, which is the same under both of two twins. */
    private static Provenance provenance(PresentedToken credential, VerifiedToken token) {
        Claims claims = token.claims();
        String id = claims.tokenId() != null
                ? claims.tokenId()
                : "sha256:" + Base64Url.encode(Digests.sha256(credential.signed()));
        return Provenance.token(token.rules().issuer(), token.keyId(), id, claims.issuedAt());
    }

    /** RFC 6750, 3: no error code for a request that carried no token. */
    @Override
    public List<String> challenges(Denial denial, String realm) {
        String error = switch (denial) {
            case MALFORMED_CREDENTIAL, AMBIGUOUS_CREDENTIAL -> ", error=\"invalid_request\"";
            case INSUFFICIENT_SCOPE -> ", error=\"insufficient_scope\"";
            case INVALID_CREDENTIAL, EXPIRED, REVOKED, CLOCK_SKEW -> ", error=\"invalid_token\"";
            default -> "";
        };
        return List.of("Bearer realm=\"" + realm + "\"" + error);
    }

    @Override
    public void close() {
        sources.forEach(KeySource::close);
    }
}
