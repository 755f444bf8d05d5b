package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Denial;
import io.tallygate.model.HttpReply;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The opened scheme. A key is looked up when its session begins; what it has signed is verified request by request, with
 * the keys that the session holds.
 */
final class HmacAuthentication implements AuthenticationScheme<PresentedSignature> {
    private static final KeyName NOBODY = new KeyName(new CredentialId("nobody"), null, 0);

    private final String profile;
    private final SignatureReader reader;
    private final AppKeyLookUp lookUp;
    private final ProfileRules rules;
    private final ReplayGuard guard;
    private final OldSecretUses oldUses;
    private final WrongSignatures wrong;
    private final AppKey nobody;
    private final @Nullable String region;

    /**
     * @param profile the label that signatures are asked for by
     * @param region whose derived keys are accepted, or null for none
     * @param oldUses is told which secrets are used
     * @param wrong is told which signatures are wrong
     * @param nobody what the work is done with that is done in vain
     */
    HmacAuthentication(
            String profile,
            SignatureReader reader,
            AppKeyLookUp lookUp,
            ProfileRules rules,
            ReplayGuard guard,
            OldSecretUses oldUses,
            WrongSignatures wrong,
            AppKey nobody,
            @Nullable String region) {
        this.profile = profile;
        this.reader = reader;
        this.lookUp = lookUp;
        this.rules = rules;
        this.guard = guard;
        this.oldUses = oldUses;
        this.wrong = wrong;
        this.nobody = nobody;
        this.region = region;
    }

    @Override
    public String name() {
        return "hmac";
    }

    @Override
    public Parsed parse(InboundRequest request) {
        return reader.find(request);
    }

    @Override
    public Screening screen(PresentedSignature credential) {
        KeyName name = name(credential);
        return name == null ? Screening.hopeless() : AppKey.screened(name.id());
    }

    /** A name that nobody has gets its proof, too, which is dropped: keys are not made in no time. */
    @Override
    public Resolution<PresentedSignature> resolve(PresentedSignature credential) {
        KeyName name = name(credential);
        if (name == null) {
            return new Resolution.Refused<>(Denial.INVALID_CREDENTIAL);
        }
        AppKey key = lookUp.find(name.id());
        SignatureProof proof = key == null ? proof(name, nobody, List.of()) : proof(name, key, key.secrets());
        return key == null
                ? new Resolution.Refused<>(Denial.INVALID_CREDENTIAL)
                : new Resolution.Known<>(key.entitlement(), proof, key.until());
    }

    /** Null for names that this edge accepts nothing of. */
    private @Nullable KeyName name(PresentedSignature credential) {
        KeyName name = KeyName.parse(credential.keyId().toString());
        return name != null && name.goodAt(region) ? name : null;
    }

    @Override
    public Optional<Proof<PresentedSignature>> decoy() {
        return Optional.of(proof(NOBODY, nobody, List.of()));
    }

    /** @param known the secrets that wrong signatures are looked into with */
    private SignatureProof proof(KeyName name, AppKey key, List<LiveSecret> known) {
        return new SignatureProof(name, key, known, rules, guard, oldUses, wrong);
    }

    @Override
    public List<String> challenges(Denial denial, String realm) {
        return List.of(SignatureChallenge.of("Signature", denial, realm));
    }

    /** What to sign (RFC 9421, 5) and which digest to give (RFC 9530, 4). */
    @Override
    public List<HttpReply.Field> hints(Denial denial) {
        if (denial == Denial.INSUFFICIENT_SCOPE) {
            return List.of(); // signing better would not help
        }
        return List.of(
                new HttpReply.Field("Accept-Signature", profile + "=" + rules.wanted()),
                new HttpReply.Field("Want-Content-Digest", SignedDigest.WANTED));
    }
}
