package io.tallygate.hmac;

import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The opened scheme. */
final class SigV4Authentication implements AuthenticationScheme<PresentedSigV4> {
    private final SigV4Rules rules;
    private final SigV4Reader reader;
    private final AppKeyLookUp keys;
    private final ReplayGuard guard;
    private final OldSecretUses oldUses;
    private final WrongSignatures wrong;
    private final DayKeys spare;
    private final SigV4Proof nobody;

    SigV4Authentication(
            SigV4Rules rules, AppKeyLookUp keys, ReplayGuard guard, WrongSignatures wrong, Environment environment) {
        this.rules = rules;
        this.reader = new SigV4Reader(rules);
        this.keys = keys;
        this.guard = guard;
        this.oldUses = new OldSecretUses(environment.listener());
        this.wrong = wrong;
        AppKey ofNobody = AppKey.ofNobody(environment.random());
        this.spare = new DayKeys(ofNobody.secrets().get(0), rules.scope());
        this.nobody = new SigV4Proof(rules, ofNobody, List.of(), spare, guard, oldUses, wrong);
    }

    /** By the provider's name, as two dialects may stand side by side. */
    @Override
    public String name() {
        String provider = rules.scope().dialect().secretPrefix();
        return "sigv4-" + provider.substring(0, provider.length() - 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public Parsed parse(InboundRequest request) {
        return reader.find(request);
    }

    @Override
    public Screening screen(PresentedSigV4 credential) {
        return AppKey.screened(credential.keyId());
    }

    @Override
    public Resolution<PresentedSigV4> resolve(PresentedSigV4 credential) {
        AppKey key = keys.find(credential.keyId());
        if (key == null) {
            return new Resolution.Refused<>(Denial.INVALID_CREDENTIAL);
        }
        Entitlement entitlement =
                credential.isUrl() ? UrlEntitlement.of(key.entitlement(), credential) : key.entitlement();
        return new Resolution.Known<>(
                entitlement, new SigV4Proof(rules, key, key.secrets(), spare, guard, oldUses, wrong), key.until());
    }

    @Override
    public Optional<Proof<PresentedSigV4>> decoy() {
        return Optional.of(nobody);
    }

    @Override
    public List<String> challenges(Denial denial, String realm) {
        return List.of(SignatureChallenge.of(rules.scope().dialect().algorithm(), denial, realm));
    }
}
