package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.model.InboundRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the words of a signature for what they say, if they are of the one form, and spells what was signed. */
final class SigV4Form {
    /** They change nothing (RFC 9110, 9.2.1), so that it does no harm to do them again. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final int LONGEST_ID = 64;
    private static final int LONGEST_NONCE = 128;

    private final String behindDay;
    private final String nonceField;
    private final CanonicalRequest canonical;
    private final SignedHeaderLists lists = new SignedHeaderLists();

    SigV4Form(SigV4Scope scope, CanonicalRequest canonical) {
        this.behindDay = scope.behindDay();
        this.nonceField = scope.dialect().lowerCaseField("Nonce");
        this.canonical = canonical;
    }

    SigV4Found claim(InboundRequest request, SigV4Words words) {
        long signedAt = SigV4Time.epochSecond(words.time());
        if (signedAt < 0) {
            return SigV4Fault.TIME;
        }
        CredentialId keyId = keyId(words.credential(), words.time());
        if (keyId == null) {
            return SigV4Fault.SCOPE;
        }
        byte[] code = Hex.code(words.code());
        if (code == null) {
            return SigV4Fault.SIGNATURE_FORM;
        }
        SignedHeaders headers = lists.parse(words.signedHeaders());
        if (headers == null) {
            return SigV4Fault.SIGNED_HEADERS;
        }
        boolean nonce = headers.contains(nonceField);
        if (nonce && !isNonce(request.headers(nonceField))) {
            return SigV4Fault.NONCE;
        }
        boolean url = words.lifetime() > 0;
        Octets upToBody = canonical.upToBody(request, headers, url ? words.limits() : null);
        if (upToBody == null) {
            return SigV4Fault.REQUEST;
        }
        byte[] hash = words.payload() instanceof Payload.Told told ? told.hashBehind(upToBody) : null;
        boolean once = !url && (nonce || !SAFE.contains(request.method()));
        return new PresentedSigV4(keyId, words, headers, signedAt, code, hash, once);
    }

    /** The id before the scope, if the scope is this one on the day of that time. */
    private @Nullable CredentialId keyId(Slice credential, String time) {
        String text = credential.text();
        int slash = credential.indexOf('/', credential.from());
        int day = slash + 1;
        boolean ours = isKeyId(text, credential.from(), slash)
                && credential.to() == day + SigV4Time.DAY + behindDay.length()
                && text.regionMatches(day, time, 0, SigV4Time.DAY)
                && text.startsWith(behindDay, day + SigV4Time.DAY);
        return ours ? new CredentialId(text.substring(credential.from(), slash)) : null;
    }

    /** One line of visible ASCII: white space around it would not be signed. */
    private static boolean isNonce(List<String> lines) {
        boolean nonce = lines.size() == 1 && lines.get(0).length() <= LONGEST_NONCE;
        for (int i = 0; nonce && i < lines.get(0).length(); i++) {
            char c = lines.get(0).charAt(i);
            nonce = c > 0x20 && c < 0x7F;
        }
        return nonce;
    }

    private static boolean isKeyId(String text, int from, int to) {
        boolean id = from < to && to - from <= LONGEST_ID;
        for (int i = from; id && i < to; i++) {
            char c = text.charAt(i);
            id = Alphabet.UNRESERVED.has(c) && c != '-' && c != '.' && c != '~';
        }
        return id;
    }
}
