package io.tallygate.hmac;

/**
 * One signature of a message: what it covers, and its code.
 *
 * @param label its name in both fields
 * @param code {@value MacKey#LENGTH} bytes, unproven
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record SignatureEntry(Slice label, SignatureParameters parameters, byte[] code) implements Found {}
