package io.tallygate.hmac;

/** What a look for one signature among those of a message comes to: it, or why there is none. */
sealed interface Found permits SignatureEntry, SignatureFault {}
