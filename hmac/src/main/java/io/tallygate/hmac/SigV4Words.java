package io.tallygate.hmac;

/**
 * The words of a SigV4 signature as they stand in a header field or a query.
 *
 * @param credential the key id and the scope
 * @param time when it was made
 * @param signedHeaders the names of the header fields that it covers
 * @param payload what it says of the body
 * @param code the signature itself
 * @param lifetime how long a pre-signed URL is good, in seconds; 0 for what stands in a header field
 * @param limits what else a URL says of its use
 */
record SigV4Words(
        Slice credential,
        String time,
        Slice signedHeaders,
        Payload payload,
        Slice code,
        long lifetime,
        UrlLimits limits) {
    @Override
    public String toString() {
        return "SigV4Words[redacted]";
    }
}
