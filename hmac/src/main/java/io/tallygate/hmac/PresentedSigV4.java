package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SigV4 signature as a request carries it: well-formed, unproven. Where the request is signed in its header, it names
 * the key: all requests of one key share a session, and each is verified. A pre-signed URL is a credential of its own: all
 * that was signed, in its one spelling, and the signature.
 */
public final class PresentedSigV4 implements Credential, SigV4Found {
    private final CredentialId keyId;
    private final SigV4Words words;
    private final SignedHeaders headers;
    private final long signedAt;
    private final byte[] code;
    private final byte @Nullable [] hash;
    private final boolean once;

    /**
     * @param words as they stood
     * @param headers the fields that they name
     * @param signedAt the time that they say, in seconds since 1970
     * @param code the signature that they say; not copied
     * @param hash of the text that was signed; null when the request does not say what its body is. Not copied
     * @param once whether the request is good for one time only
     */
    PresentedSigV4(
            CredentialId keyId,
            SigV4Words words,
            SignedHeaders headers,
            long signedAt,
            byte[] code,
            byte @Nullable [] hash,
            boolean once) {
        this.keyId = keyId;
        this.words = words;
        this.headers = headers;
        this.signedAt = signedAt;
        this.code = code;
        this.hash = hash;
        this.once = once;
    }

    CredentialId keyId() {
        return keyId;
    }

    String time() {
        return words.time();
    }

    long signedAt() {
        return signedAt;
    }

    byte[] code() {
        return code;
    }

    /** The hash of the text that was signed; null when the request does not say what its body is. URLs always do. */
    byte @Nullable [] hash() {
        return hash;
    }

    /** The same in lower-case hex. */
    String hashInHex() {
        return HexFormat.of().formatHex(Objects.requireNonNull(hash, "the hash of a URL"));
    }

    /** The fields that it covers. */
    SignedHeaders signedHeaders() {
        return headers;
    }

    Payload payload() {
        return words.payload();
    }

    boolean once() {
        return once;
    }

    boolean isUrl() {
        return words.lifetime() > 0;
    }

    /** The first second at which a URL is no longer good. */
    long end() {
        return signedAt + words.lifetime();
    }

    /** The first second at which a URL is good. */
    long notBefore() {
        return Math.max(signedAt, words.limits().notBefore());
    }

    UrlLimits limits() {
        return words.limits();
    }

    @Override
    public void identify(Identity identity) {
        identity.text(keyId.value());
        if (isUrl()) {
            identity.text(hashInHex());
            identity.text(words.code().toString());
            identifyPaths(identity);
        }
    }

    /** Behind another proxy the same prefix is another one to the host. */
    private void identifyPaths(Identity identity) {
        UrlPrefix prefix = words.limits().prefix();
        if (prefix != null) {
            identity.text(prefix.atHost());
        }
    }

    @Override
    public String toString() {
        return "PresentedSigV4[keyId=" + keyId + ", url=" + isUrl() + "]";
    }
}
