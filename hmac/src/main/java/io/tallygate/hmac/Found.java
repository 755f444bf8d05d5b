package io.tallygate.hmac;

/** What a look for a signature comes to: one of those of a message, or the native one of a request; or why there is none. */
sealed interface Found permits SignatureEntry, PresentedSignature, SignatureFault {}
