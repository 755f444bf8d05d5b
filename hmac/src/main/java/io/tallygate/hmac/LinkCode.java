package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The code up to one link of a chain: proof of it, and the key of the link behind. Compared in constant time.
 *
 * @param bytes {@value MacKey#LENGTH} of them
 */
record LinkCode(Secret bytes) {
    /** Signed to get the id. Shorter than any link, so that no link can be taken for it. */
    private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);

    private static final int ID_LENGTH = 12;

    /** The code of the head of a chain. */
    static LinkCode of(ChainHead head, Secret secret) {
        return sign(secret, head.signed());
    }

    /** The code of the link behind. */
    LinkCode next(byte[] link) {
        return sign(bytes, link);
    }

    private static LinkCode sign(Secret key, byte[] signed) {
        return new LinkCode(Secret.of(new MacKey(key.reveal()).sign(signed)));
    }

    /**
     * The public name of the link. It comes of the code, so that nobody can give a link the name of another, which a
     * revocation or a count of uses goes by.
     */
    String id() {
        return Base64Url.encode(Arrays.copyOf(sign(bytes, ID).bytes().reveal(), ID_LENGTH));
    }
}
