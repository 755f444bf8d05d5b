package io.tallygate.hmac;

import io.tallygate.model.BodyAhead;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Denial;
import io.tallygate.model.IdempotencyKey;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Verdict;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Verifies the requests of one app key: the code first, and then all that only its holder may be told. Thread-safe. */
final class SigV4Proof implements Proof<PresentedSigV4> {
    private final SigV4Rules rules;
    private final AppKey key;
    private final List<LiveSecret> known;
    private final List<DayKeys> secrets;
    private final DayKeys spare;
    private final StringToSign toSign;
    private final ReplayGuard guard;
    private final OldSecretUses oldUses;
    private final WrongSignatures wrong;
    private final KeyNonces nonces = new KeyNonces();

    /**
     * @param known what may be tried to find out why a signature is wrong: the secrets of the key, none if nobody has it
     * @param spare in place of secrets that the key might have and has not, or that are not live; of a whole one without end
     */
    SigV4Proof(
            SigV4Rules rules,
            AppKey key,
            List<LiveSecret> known,
            DayKeys spare,
            ReplayGuard guard,
            OldSecretUses oldUses,
            WrongSignatures wrong) {
        this.rules = rules;
        this.key = key;
        this.known = known;
        this.secrets = key.secrets().stream()
                .map(secret -> new DayKeys(secret, rules.scope()))
                .toList();
        this.spare = spare;
        this.toSign = new StringToSign(rules.scope());
        this.guard = guard;
        this.oldUses = oldUses;
        this.wrong = wrong;
    }

    @Override
    public Verdict verify(PresentedSigV4 presented, InboundRequest request, long epochMillis) {
        byte[] hash = presented.hash();
        return hash != null && presented.payload() instanceof Payload.Told told
                ? verify(presented, request, told, hash, epochMillis)
                : verifyWithBody(presented, request, epochMillis);
    }

    private Verdict verify(
            PresentedSigV4 presented, InboundRequest request, Payload.Told payload, byte[] hash, long epochMillis) {
        Denial denial = denial(presented, request, payload, hash, epochMillis);
        if (denial != null) {
            return new Verdict.Failed(denial);
        }
        IdempotencyKey again = again(presented);
        return payload instanceof Payload.Hashed hashed
                ? new Verdict.VerifiedWithBody(rules.bodies().check(hashed), again)
                : new Verdict.Verified(again);
    }

    /**
     * What the host will read is what was hashed here, so that it need not be looked at again. That it is too large is not
     * told: strangers could tell names by it, since of one that does not exist no body is too large. All else is spelled
     * before the body is here, since a host may add its trailers to the fields then.
     */
    private Verdict verifyWithBody(PresentedSigV4 presented, InboundRequest request, long epochMillis) {
        Octets upToBody = rules.canonical().upToBody(request, presented.signedHeaders(), null);
        String text = Objects.requireNonNull(upToBody, "what was signed of a request that could be")
                .text();
        BodyAhead body = request.bodyAhead(rules.bodies().held());
        if (body instanceof BodyAhead.Missing missing) {
            boolean large = missing == BodyAhead.Missing.TOO_LARGE;
            return new Verdict.Failed(large ? Denial.INVALID_CREDENTIAL : missing.denial());
        }
        Payload.Told hashed = new Payload.Hashed(Sha256.hex(((BodyAhead.Whole) body).bytes()));
        byte[] hash = hashed.hashBehind(Octets.ofThread().add(text));
        Denial denial = denial(presented, request, hashed, hash, epochMillis);
        return denial == null ? new Verdict.Verified(again(presented)) : new Verdict.Failed(denial);
    }

    /** Nothing is remembered of a request that is refused for anything else. */
    private @Nullable Denial denial(
            PresentedSigV4 presented, InboundRequest request, Payload.Told payload, byte[] hash, long epochMillis) {
        LiveSecret prover = prover(presented, hash, epochMillis);
        if (prover == null) {
            wrong.tell(
                    presented.keyId().value(),
                    () -> SigV4Suspect.of(presented, payload, request, rules, known, epochMillis));
            return Denial.INVALID_CREDENTIAL;
        }
        oldUses.proven(presented.keyId(), key, prover);
        if (key.disabled()) {
            return Denial.DISABLED;
        }
        Denial denial = rules.window().denial(presented, epochMillis);
        if (denial != null) {
            return denial;
        }
        if (!rules.bodies().allow(payload)) {
            return Denial.INCOMPLETE_SIGNATURE;
        }
        return presented.once()
                ? guard.remember(nonces, presented.code(), presented.signedAt(), epochMillis)
                        .denial()
                : null;
    }

    /**
     * The secret that has signed; null when none has. Of what none has signed, as many codes are made as a key may have
     * secrets, so that the time does not tell how many are live.
     */
    private @Nullable LiveSecret prover(PresentedSigV4 presented, byte[] hash, long epochMillis) {
        Octets text = toSign.of(presented.time(), hash);
        int codes = 0;
        for (int i = 0; i < secrets.size(); i++) {
            MacKey ofDay = secrets.get(i).key(presented.time(), presented.signedAt(), epochMillis);
            if (ofDay != null && MessageDigest.isEqual(text.signedBy(ofDay), presented.code())) {
                return secrets.get(i).secret();
            }
            codes += ofDay == null ? 0 : 1;
        }
        signInVain(CredentialRecord.MAX_SECRETS - codes, text, presented, epochMillis);
        return null;
    }

    /** What the spare key makes is compared with nothing, so that nobody who should have it is let in. */
    private void signInVain(int codes, Octets text, PresentedSigV4 presented, long epochMillis) {
        for (int i = 0; i < codes; i++) {
            MacKey ofDay = spare.key(presented.time(), presented.signedAt(), epochMillis);
            text.signedBy(Objects.requireNonNull(ofDay, "the key of a whole secret"));
        }
    }

    /** By its code; null where an honest caller may send the like once more. */
    private static @Nullable IdempotencyKey again(PresentedSigV4 presented) {
        return presented.once() ? MacKey.firstHalf(presented.code()) : null;
    }
}
