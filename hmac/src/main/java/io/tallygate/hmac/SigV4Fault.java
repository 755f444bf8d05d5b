package io.tallygate.hmac;

import io.tallygate.spi.Parsed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a request has no SigV4 signature that could be verified. The names are stable, for logs; they hold nothing of it. */
enum SigV4Fault {
    /** There are two of them: in two lines, or in a header field and in the query. */
    TWICE,
    /** {@code Authorization} is not spelled as clients do. */
    AUTHORIZATION,
    /** A query parameter that is named as ours are is unknown, repeated or missing. */
    PARAMETER,
    /** The time stands nowhere, in two lines, or is none. */
    TIME,
    /** The URL is good for no time, or for longer than it may be. */
    LIFETIME,
    /** The key id is none, or the scope is of another day than the time, or of another region or service. */
    SCOPE,
    /** The signature is not 64 hexadecimal digits in lower case. */
    SIGNATURE_FORM,
    /** The list of signed header fields is not sorted, or lacks {@code host}. */
    SIGNED_HEADERS,
    /** The nonce that is signed stands nowhere, in two lines, or has more than 128 characters or others than visible ASCII. */
    NONCE,
    /** What is said of the body can mean nothing; or there is a body of which nothing is said, and more than is held. */
    PAYLOAD,
    /** The target cannot be signed in the forms that are pinned, or a field that was signed is not there. */
    REQUEST;

    private static final Logger LOG = LoggerFactory.getLogger(SigV4Fault.class);

    /** What parsing comes to; the reason is for the log. */
    Parsed malformed() {
        LOG.debug("signature refused: {}", this);
        return Parsed.malformed();
    }
}
