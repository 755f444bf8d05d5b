package io.tallygate.jwt;

/** Checks signatures of one key by one algorithm. Thread-safe; keeps the key in the form that checking needs. */
interface SignatureCheck {
    /**
     * Whether the signature is the key's over the first so many of the bytes. Whatever the signature is, the answer is yes
     * or no.
     */
    boolean verify(byte[] bytes, int length, byte[] signature);
}
