package io.tallygate.hmac;

/** What a look for a SigV4 signature comes to: it, or why there is none. */
sealed interface SigV4Found permits PresentedSigV4, SigV4Fault {}
