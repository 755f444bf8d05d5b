package io.tallygate.hmac;

/**
 * The values of the two fields that one signature adds to a message.
 *
 * @param input of {@code Signature-Input}
 * @param signature of {@code Signature}
 */
record SignatureLines(String input, String signature) {
    /**
     * Signs.
     *
     * @param label how the signature is called in both
     * @param parameters what is covered, and the parameters, in their one spelling
     * @throws IllegalArgumentException when the message cannot be signed so; it tells no value
     */
    static SignatureLines sign(String label, String parameters, HttpMessage message, MacKey key) {
        byte[] code = base(parameters, message).signedBy(key);
        return new SignatureLines(label + "=" + parameters, label + "=" + ByteSequence.encode(code));
    }

    /**
     * What is signed.
     *
     * @throws IllegalArgumentException likewise
     */
    static SignatureBase base(String parameters, HttpMessage message) {
        SignatureParameters read = SignatureParameters.read(new Slice(parameters, 0, parameters.length()));
        SignatureBase base = new SignatureBase();
        SignatureFault fault = read == null ? SignatureFault.SPELLING : BaseLines.write(base, read, message);
        if (fault != null) {
            throw new IllegalArgumentException("the message cannot be signed: " + fault);
        }
        return base;
    }
}
