package io.tallygate.hmac;

/** Why a request has no SigV4 signature that could be verified. The names are stable, for logs; they hold nothing of it. */
enum SigV4Fault implements SigV4Found {
    /** There is none. */
    ABSENT,
    /** There are two of them: in two lines, or in a header field and in the query. */
    TWICE,
    /** {@code Authorization} is not spelled as clients do. */
    AUTHORIZATION,
    /** A query parameter that is named as ours are is unknown, repeated or missing. */
    PARAMETER,
    /** The time stands nowhere, in two lines, or is none. */
    TIME,
    /** The URL is longer than one may be. */
    LENGTH,
    /** A limit of the URL says nothing that could be kept. */
    LIMIT,
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
    REQUEST
}
