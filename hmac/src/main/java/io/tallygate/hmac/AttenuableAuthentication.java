package io.tallygate.hmac;

import io.tallygate.issue.KeyNames;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import io.tallygate.spi.TimeSource;
import io.tallygate.spi.Verdict;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opened scheme. A key is proven once, when its session begins: whoever presents all of its text is its holder, and
 * what it allows is looked at by the gate on each request.
 */
final class AttenuableAuthentication implements AuthenticationScheme<PresentedAttenuableKey> {
    private static final Logger LOG = LoggerFactory.getLogger(AttenuableAuthentication.class);
    private static final String BEARER = "Bearer ";

    private final AppKeyLookUp lookUp;
    private final OldSecretUses oldSecretUses;
    private final TimeSource time;

    AttenuableAuthentication(AppKeyLookUp lookUp, OldSecretUses oldSecretUses, TimeSource time) {
        this.lookUp = lookUp;
        this.oldSecretUses = oldSecretUses;
        this.time = time;
    }

    @Override
    public String name() {
        return "attenuable-key";
    }

    /** On the hot path: looks at characters where they stand and allocates the one result. */
    @Override
    public Parsed parse(InboundRequest request) {
        List<String> lines = request.headers("Authorization");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    && line.startsWith(AttenuableKey.MARKER, BEARER.length())) {
                return lines.size() == 1 && AttenuableKey.isWellSpelled(line, BEARER.length())
                        ? new PresentedAttenuableKey(line, BEARER.length())
                        : Parsed.malformed();
            }
        }
        return Parsed.absent();
    }

    @Override
    public Screening screen(PresentedAttenuableKey credential) {
        AttenuableKey key = credential.key();
        return key == null ? Screening.hopeless() : new Screening.Names(key.appKey(), KeyNames.birth(key.appKey()));
    }

    @Override
    public Resolution<PresentedAttenuableKey> resolve(PresentedAttenuableKey credential) {
        AttenuableKey key = credential.key();
        if (key == null) {
            return refused(AttenuableFault.FORM);
        }
        ProvenChain proven = ProvenChain.of(key, lookUp.find(key.appKey()));
        return proven == null ? refused(AttenuableFault.CODE) : judge(proven, Instant.ofEpochMilli(time.epochMillis()));
    }

    private Resolution<PresentedAttenuableKey> judge(ProvenChain proven, Instant now) {
        AttenuableFault fault = proven.fault(now);
        if (fault != null) {
            return refused(fault);
        }
        Entitlement entitlement = proven.entitlement();
        if (entitlement == null) {
            return refused(AttenuableFault.TERMS);
        }
        boolean ended = entitlement.notAfter() != null && !now.isBefore(entitlement.notAfter());
        return ended ? refused(AttenuableFault.EXPIRED) : new Resolution.Known<>(entitlement, proof(proven));
    }

    private Proof<PresentedAttenuableKey> proof(ProvenChain proven) {
        CredentialId id = proven.chain().head().appKey();
        AppKey app = proven.app();
        LiveSecret secret = proven.secret();
        if (!app.outdated(secret)) {
            return Proof.bearer();
        }
        return (credential, request, epochMillis) -> {
            oldSecretUses.proven(id, app, secret);
            return Verdict.verified();
        };
    }

    private static Resolution<PresentedAttenuableKey> refused(AttenuableFault fault) {
        LOG.debug("attenuable key refused: {}", fault);
        return new Resolution.Refused<>(fault.denial());
    }

    /** RFC 6750, 3: no error code for a request that carried no key. */
    @Override
    public List<String> challenges(Denial denial, String realm) {
        String error = switch (denial) {
            case MALFORMED_CREDENTIAL, AMBIGUOUS_CREDENTIAL -> ", error=\"invalid_request\"";
            case INSUFFICIENT_SCOPE -> ", error=\"insufficient_scope\"";
            case INVALID_CREDENTIAL, EXPIRED, REVOKED, DISABLED, CLOCK_SKEW -> ", error=\"invalid_token\"";
            default -> "";
        };
        return List.of("Bearer realm=\"" + realm + "\"" + error);
    }
}
