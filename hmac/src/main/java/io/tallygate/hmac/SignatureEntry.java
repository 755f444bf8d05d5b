package io.tallygate.hmac;

/**
 * One signature of a message: what it covers, and its code.
 *
 * @param labelFrom where its name begins, which an equals sign ends
 * @param code {@value MacKey#LENGTH} bytes, unproven
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record SignatureEntry(int labelFrom, SignatureParameters parameters, byte[] code) implements Found {
    /** Its name in both fields. */
    Slice label() {
        Slice value = parameters.whole();
        return new Slice(value.text(), labelFrom, value.from() - 1);
    }
}
