package io.tallygate.hmac;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.Denial;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Verdict;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the requests that are signed with one app key: the code, then what it covers, then its time, and then that it was
 * not seen before. Only who has signed the request is told more than that it is not valid. Thread-safe.
 *
 * <p>The idempotency key of a request is the first half of its code. That covers key and nonce as all the rest, so that the
 * same request is known again at another edge, and nobody can have two requests billed as one.
 */
final class SignatureProof implements Proof<PresentedSignature> {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureProof.class);

    private final KeyName name;
    private final AppKey key;
    private final SigningKeys keys;
    private final List<LiveSecret> known;
    private final ProfileRules rules;
    private final ReplayGuard guard;
    private final OldSecretUses oldUses;
    private final WrongSignatures wrong;
    private final KeyNonces nonces = new KeyNonces();

    /**
     * @param name what the key was looked up by
     * @param known the secrets that wrong signatures are looked into with; none where the key is nobody's
     */
    SignatureProof(
            KeyName name,
            AppKey key,
            List<LiveSecret> known,
            ProfileRules rules,
            ReplayGuard guard,
            OldSecretUses oldUses,
            WrongSignatures wrong) {
        this.name = name;
        this.key = key;
        this.keys = SigningKeys.of(key, name);
        this.known = known;
        this.rules = rules;
        this.guard = guard;
        this.oldUses = oldUses;
        this.wrong = wrong;
    }

    @Override
    public Verdict verify(PresentedSignature signature, InboundRequest request, long epochMillis) {
        SignatureBase base = SignatureBase.ofThread();
        SignatureFault fault = signature.writeBase(base, request);
        if (fault != null) {
            return refused(fault);
        }
        LiveSecret signer = keys.signer(base, signature.code(), epochMillis);
        if (signer == null) {
            return wrong(signature, request, epochMillis);
        }
        oldUses.proven(name.id(), key, signer);
        if (key.disabled()) {
            return new Verdict.Failed(Denial.DISABLED);
        }
        fault = name.goodIn(signature.parameters().created())
                ? rules.fault(signature, request, epochMillis)
                : SignatureFault.AUDIENCE;
        return fault == null ? signed(signature, request, epochMillis) : unacceptable(fault, signature, epochMillis);
    }

    private Verdict wrong(PresentedSignature signature, InboundRequest request, long epochMillis) {
        wrong.tell(signature.keyId().toString(), () -> NativeSuspect.of(signature, request, name, known, epochMillis));
        return refused(SignatureFault.SIGNATURE);
    }

    private Verdict unacceptable(SignatureFault fault, PresentedSignature signature, long epochMillis) {
        if (fault.denial() == Denial.CLOCK_SKEW) {
            wrong.tellTime(name.id().value(), signature.parameters().created(), epochMillis);
        }
        return refused(fault);
    }

    private Verdict signed(PresentedSignature signature, InboundRequest request, long epochMillis) {
        BodyCheck body = rules.body(signature, request);
        if (body == null) {
            return refused(SignatureFault.COVERAGE);
        }
        byte[] code = signature.code();
        Denial seen = guard.remember(nonces, code, signature.parameters().created(), epochMillis)
                .denial();
        return seen == null ? new Verdict.VerifiedWithBody(body, MacKey.firstHalf(code)) : new Verdict.Failed(seen);
    }

    /** Said to the log in full, and to the caller in part. */
    static Verdict refused(SignatureFault fault) {
        LOG.debug("signature refused: {}", fault);
        return new Verdict.Failed(fault.denial());
    }
}
