package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One that is signed by SigV4.
 *
 * @param service where its signature is good
 * @param signed how it is spelled
 */
record SigV4Suspect(
        PresentedSigV4 signature,
        SigV4Scope service,
        SigV4Signed signed,
        CapturedRequest request,
        List<LiveSecret> secrets,
        long epochMillis)
        implements Suspect {

    /** Null when the request is too large to be copied. */
    static @Nullable SigV4Suspect of(
            PresentedSigV4 signature,
            Payload.Told payload,
            InboundRequest request,
            SigV4Rules rules,
            List<LiveSecret> secrets,
            long epochMillis) {
        CanonicalRequest canonical = rules.canonical();
        String authority = canonical.authorities().authority(request);
        String target = canonical.targets().target(request);
        CapturedRequest copy =
                authority == null || target == null ? null : CapturedRequest.of(request, authority, target);
        if (copy == null) {
            return null;
        }
        String without = signature.isUrl() ? canonical.omitted() : null;
        SigV4Signed signed = new SigV4Signed(canonical, without, signature.signedHeaders(), payload);
        return new SigV4Suspect(signature, rules.scope(), signed, copy, secrets, epochMillis);
    }

    @Override
    public DayScope scope() {
        return service.ofDay(day());
    }

    private String day() {
        return signature.time().substring(0, SigV4Time.DAY);
    }

    @Override
    public @Nullable String text(CapturedRequest other) {
        return signed.text(other);
    }

    @Override
    public boolean isSignedBy(LiveSecret secret, String text) {
        MacKey key = service.key(secret, day());
        return key != null && MessageDigest.isEqual(code(key, text), signature.code());
    }

    private byte[] code(MacKey key, String text) {
        byte[] hash = Octets.ofThread().add(text).sha256();
        return new StringToSign(service).of(signature.time(), hash).signedBy(key);
    }

    /** The first that is found, since each may cover those before it. */
    @Override
    public List<Mistake> ownMistakes(Predicate<String> isSigned) {
        for (SigV4Mistake mistake : SigV4Mistake.values()) {
            String text = mistake.instead(signed).text(request);
            if (text != null && isSigned.test(text)) {
                return List.of(mistake);
            }
        }
        return List.of();
    }

    /** Clients of SigV4 do not tell. */
    @Override
    public @Nullable List<String> otherLines(String text) {
        return null;
    }

    @Override
    public String toString() {
        return "SigV4Suspect[redacted]";
    }
}
