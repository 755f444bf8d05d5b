package io.tallygate.spi;

/**
 * A credential as a scheme parsed it: well-formed, unproven, and used for one request only. It keeps to views of the
 * request rather than copies, and its {@code toString} shows no secret.
 */
public non-sealed interface Credential extends Parsed {
    /**
     * Writes the bytes that are this credential's identity: what makes two requests carry the same one. A scheme
     * accepts exactly one spelling of each credential, so different bytes are different credentials. Bearer kinds write
     * the whole secret; signing kinds the name of the key. The gate hashes what is written and keeps only the hash.
     */
    void identify(Identity identity);
}
