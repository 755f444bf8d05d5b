package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Parsed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the native signature of a request: the one with the tag {@value #TAG}, whatever its label. Everything that can be
 * refused without a secret is refused here; what the signature should cover and does not is told to its maker alone, later.
 */
final class SignatureReader {
    /** What marks signatures of this profile. */
    static final String TAG = "tallygate-v1";

    private static final Logger LOG = LoggerFactory.getLogger(SignatureReader.class);
    private static final SignatureSearch SEARCH = new SignatureSearch(null, TAG);
    private static final int LONGEST_KEY_ID = 128;
    private static final int SHORTEST_NONCE = 16;
    private static final int LONGEST_NONCE = 64;
    private static final String[] SINGLE = {"content-digest", "content-type", "host", "authorization"};

    private final AuthorityResolver authorities;
    private final TargetResolver targets;

    SignatureReader(AuthorityResolver authorities, TargetResolver targets) {
        this.authorities = authorities;
        this.targets = targets;
    }

    Parsed find(InboundRequest request) {
        Found found = read(request);
        if (found instanceof PresentedSignature signature) {
            return signature;
        }
        if (found == SignatureFault.ABSENT) {
            return Parsed.absent();
        }
        LOG.debug("signature refused: {}", found);
        return Parsed.malformed();
    }

    /** The signature, or the reason, which is for the log. */
    Found read(InboundRequest request) {
        List<String> inputs = request.headers(SignatureSearch.INPUT);
        if (inputs.isEmpty()) {
            return SignatureFault.ABSENT;
        }
        List<String> signatures = request.headers(SignatureSearch.SIGNATURE);
        Found found = SEARCH.find(inputs, signatures);
        if (found instanceof SignatureFault && !isMentioned(inputs)) {
            return SignatureFault.ABSENT;
        }
        if (inputs.size() > 1 || signatures.size() > 1 || repeats(request)) {
            return SignatureFault.REPEATED_FIELD;
        }
        if (found instanceof SignatureEntry entry) {
            return presented(entry, request);
        }
        return found == SignatureFault.ABSENT ? SignatureFault.SPELLING : found; // mentioned is as good as meant
    }

    private static boolean isMentioned(List<String> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            if (SEARCH.isMentioned(inputs.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean repeats(InboundRequest request) {
        for (String name : SINGLE) {
            if (request.headers(name).size() > 1) {
                return true;
            }
        }
        return false;
    }

    private Found presented(SignatureEntry entry, InboundRequest request) {
        Slice keyId = entry.parameters().keyId();
        if (keyId == null) {
            return SignatureFault.PARAMETER;
        }
        SignatureFault fault = fault(entry.parameters(), keyId);
        if (fault != null) {
            return fault;
        }
        String authority = Authority.spelled(authorities.authority(request), request.secure());
        if (authority == null) {
            return SignatureFault.AUTHORITY;
        }
        String target = targets.target(request);
        if (target == null) {
            return SignatureFault.PATH;
        }
        SignatureFault unsigned = RequestTarget.fault(target);
        return unsigned == null ? new PresentedSignature(entry, keyId, authority, target) : unsigned;
    }

    private static @Nullable SignatureFault fault(SignatureParameters parameters, Slice keyId) {
        if (parameters.algorithm() != null) {
            return SignatureFault.ALGORITHM; // the key says it
        }
        boolean ends =
                parameters.expires() == SignatureParameters.ABSENT || parameters.expires() > parameters.created();
        Slice nonce = parameters.nonce();
        return ends && isKeyId(keyId) && (nonce == null || isNonce(nonce)) ? null : SignatureFault.PARAMETER;
    }

    /** What may name a key. */
    static boolean isKeyId(Slice keyId) {
        return keyId.length() >= 1 && keyId.length() <= LONGEST_KEY_ID && Alphabet.KEY_ID.spells(keyId);
    }

    private static boolean isNonce(Slice nonce) {
        return nonce.length() >= SHORTEST_NONCE && nonce.length() <= LONGEST_NONCE && Alphabet.BASE64URL.spells(nonce);
    }
}
