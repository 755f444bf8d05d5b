package io.tallygate.hmac;

/** What verifying a message signature comes to: a {@link VerifiedSignature}, or a {@link SignatureFault}. */
public sealed interface SignatureResult permits VerifiedSignature, SignatureFault {}
