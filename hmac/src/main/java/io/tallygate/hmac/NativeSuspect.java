package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One that is signed by the native profile.
 *
 * @param name null when it names no app key
 */
record NativeSuspect(
        PresentedSignature signature,
        CapturedRequest request,
        @Nullable KeyName name,
        List<LiveSecret> secrets,
        long epochMillis)
        implements Suspect {

    /** Null when the request is too large to be copied. */
    static @Nullable NativeSuspect of(
            PresentedSignature signature,
            InboundRequest request,
            @Nullable KeyName name,
            List<LiveSecret> secrets,
            long epochMillis) {
        CapturedRequest copy = CapturedRequest.of(request, signature.authority(), signature.target());
        return copy == null ? null : new NativeSuspect(signature, copy, name, secrets, epochMillis);
    }

    @Override
    public @Nullable DayScope scope() {
        return name == null ? null : name.scope();
    }

    @Override
    public @Nullable String text(CapturedRequest other) {
        if (Authority.spelled(other.authority(), other.secure()) == null) {
            return null;
        }
        HttpMessage.Request message = new HttpMessage.Request(
                other.method(), other.secure() ? "https" : "http", other.authority(), other.target(), other::headers);
        SignatureBase base = new SignatureBase();
        return BaseLines.write(base, signature.parameters(), message) == null ? base.text() : null;
    }

    @Override
    public boolean isSignedBy(LiveSecret secret, String text) {
        Secret key = name == null ? null : SigningKeys.secret(secret, name);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return key != null && MessageDigest.isEqual(new MacKey(key.reveal()).sign(bytes), signature.code());
    }

    @Override
    public @Nullable List<String> otherLines(String text) {
        String checksums = request.field(LineChecksums.FIELD);
        Slice nonce = signature.parameters().nonce();
        return checksums == null || nonce == null ? null : LineChecksums.differing(checksums, text, nonce.toString());
    }

    @Override
    public List<Mistake> ownMistakes(Predicate<String> signed) {
        return List.of();
    }

    @Override
    public String toString() {
        return "NativeSuspect[redacted]";
    }
}
