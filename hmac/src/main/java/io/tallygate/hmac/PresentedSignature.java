package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A native signature as a request carries it: well-formed, unproven. Holds on to texts of the request. Its identity is the
 * name of its key, so that one session serves all requests of a key, each of which is verified.
 */
public final class PresentedSignature implements Credential, Found {
    private final SignatureEntry entry;
    private final Slice keyId;
    private final String authority;
    private final String target;

    /**
     * @param authority in its one spelling
     * @param target without fault
     */
    PresentedSignature(SignatureEntry entry, Slice keyId, String authority, String target) {
        this.entry = entry;
        this.keyId = keyId;
        this.authority = authority;
        this.target = target;
    }

    Slice keyId() {
        return keyId;
    }

    Coverage coverage() {
        return entry.parameters().coverage();
    }

    SignatureParameters parameters() {
        return entry.parameters();
    }

    String authority() {
        return authority;
    }

    String target() {
        return target;
    }

    byte[] code() {
        return entry.code();
    }

    /** Writes what was signed, if it was this request. */
    @Nullable
    SignatureFault writeBase(SignatureBase base, InboundRequest request) {
        return NativeLines.write(base, this, request);
    }

    @Override
    public void identify(Identity identity) {
        identity.text(keyId.text(), keyId.from(), keyId.to());
    }

    @Override
    public String toString() {
        return "PresentedSignature[keyId=" + keyId + "]";
    }
}
