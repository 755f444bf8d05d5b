package io.tallygate.hmac;

import io.tallygate.model.BodyAhead;
import io.tallygate.model.Denial;
import io.tallygate.model.IdempotencyKey;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Verdict;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies the requests of one app key: the code first, and then all that only its holder may be told. Thread-safe. */
final class SigV4Proof implements Proof<PresentedSigV4> {
    private final SigV4Rules rules;
    private final boolean disabled;
    private final List<DayKeys> secrets;
    private final ReplayGuard guard;
    private final KeyNonces nonces = new KeyNonces();

    SigV4Proof(SigV4Rules rules, List<LiveSecret> secrets, boolean disabled, ReplayGuard guard) {
        this.rules = rules;
        this.disabled = disabled;
        this.secrets = secrets.stream()
                .map(secret -> new DayKeys(secret, rules.scope()))
                .toList();
        this.guard = guard;
    }

    @Override
    public Verdict verify(PresentedSigV4 presented, InboundRequest request, long epochMillis) {
        return presented.payload() instanceof Payload.Told told
                ? verify(presented, told, epochMillis)
                : verify(presented, request.bodyAhead(rules.bodies().held()), epochMillis);
    }

    private Verdict verify(PresentedSigV4 presented, Payload.Told payload, long epochMillis) {
        Denial denial = denial(presented, payload, epochMillis);
        if (denial != null) {
            return new Verdict.Failed(denial);
        }
        IdempotencyKey key = key(presented);
        return payload instanceof Payload.Hashed hashed
                ? new Verdict.VerifiedWithBody(
                        new HashedBody(Hex.bytes(hashed.line()), rules.bodies().most()), key)
                : new Verdict.Verified(key);
    }

    /** What the host will read is what was hashed here, so that it need not be looked at again. */
    private Verdict verify(PresentedSigV4 presented, BodyAhead body, long epochMillis) {
        if (body instanceof BodyAhead.Missing missing) {
            return new Verdict.Failed(missing.denial());
        }
        Payload.Told hashed = new Payload.Hashed(Sha256.hex(((BodyAhead.Whole) body).bytes()));
        Denial denial = denial(presented, hashed, epochMillis);
        return denial == null ? new Verdict.Verified(key(presented)) : new Verdict.Failed(denial);
    }

    /** Nothing is remembered of a request that is refused for anything else. */
    private @Nullable Denial denial(PresentedSigV4 presented, Payload.Told payload, long epochMillis) {
        if (!isProven(presented, payload, epochMillis)) {
            return Denial.INVALID_CREDENTIAL;
        }
        if (disabled) {
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

    private boolean isProven(PresentedSigV4 presented, Payload.Told payload, long epochMillis) {
        byte[] toSign = rules.scope().toSign(presented.time(), presented.upToBody() + payload.line());
        boolean proven = false;
        for (int i = 0; i < secrets.size() && !proven; i++) {
            MacKey key = secrets.get(i).key(presented.time(), presented.signedAt(), epochMillis);
            proven = key != null && MessageDigest.isEqual(key.sign(toSign), presented.code());
        }
        return proven;
    }

    /** By its code, which is of this request and no other; null where an honest caller may send the same once more. */
    private static @Nullable IdempotencyKey key(PresentedSigV4 presented) {
        if (!presented.once()) {
            return null;
        }
        ByteBuffer code = ByteBuffer.wrap(presented.code());
        return new IdempotencyKey(code.getLong(), code.getLong());
    }
}
