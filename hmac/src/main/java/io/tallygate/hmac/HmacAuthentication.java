package io.tallygate.hmac;

import io.tallygate.model.Denial;
import io.tallygate.model.HttpReply;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Screening;
import io.tallygate.spi.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The opened scheme. A key is looked up when its session begins; what it has signed is verified request by request, with
 * the keys that the session holds.
 */
final class HmacAuthentication implements AuthenticationScheme<PresentedSignature> {
    private static final MacKey NOBODYS = new MacKey("a key that nobody has".getBytes(StandardCharsets.US_ASCII));

    private final String profile;
    private final SignatureReader reader;
    private final AppKeyLookUp lookUp;
    private final ProfileRules rules;
    private final ReplayGuard guard;
    private final OldSecretUses oldUses;
    private final WrongSignatures wrong;
    private final TimeSource time;
    private final @Nullable String region;

    /**
     * @param profile the label that signatures are asked for by
     * @param region whose derived keys are accepted, or null for none
     * @param oldUses is told which secrets are used
     * @param wrong is told which signatures are wrong
     */
    HmacAuthentication(
            String profile,
            SignatureReader reader,
            AppKeyLookUp lookUp,
            ProfileRules rules,
            ReplayGuard guard,
            OldSecretUses oldUses,
            WrongSignatures wrong,
            TimeSource time,
            @Nullable String region) {
        this.profile = profile;
        this.reader = reader;
        this.lookUp = lookUp;
        this.rules = rules;
        this.guard = guard;
        this.oldUses = oldUses;
        this.wrong = wrong;
        this.time = time;
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

    @Override
    public Resolution<PresentedSignature> resolve(PresentedSignature credential) {
        KeyName name = name(credential);
        AppKey key = name == null ? null : lookUp.find(name.id());
        if (name == null || key == null) {
            return new Resolution.Refused<>(Denial.INVALID_CREDENTIAL);
        }
        SignatureProof proof = new SignatureProof(name, key, rules, guard, oldUses, wrong);
        return new Resolution.Known<>(key.entitlement(), proof, key.until());
    }

    /** Null for names that this edge accepts nothing of. */
    private @Nullable KeyName name(PresentedSignature credential) {
        KeyName name = KeyName.parse(credential.keyId().toString());
        return name != null && name.goodAt(region) ? name : null;
    }

    /** Writes and signs, as for a key that exists. */
    @Override
    public void pretend(PresentedSignature credential, InboundRequest request) {
        SignatureBase base = SignatureBase.ofThread();
        if (credential.writeBase(base, request) == null) {
            base.signedBy(NOBODYS);
            wrong.tell(
                    credential.keyId().toString(),
                    () -> NativeSuspect.of(credential, request, null, List.of(), time.epochMillis()));
        }
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
