package io.tallygate;

import io.tallygate.model.Denial;

/**
 * What clients are told of each denial. The one table of it; a test spells out every row.
 *
 * @param status the HTTP status
 * @param phrase the status's phrase (RFC 9110, 15)
 * @param grpc the gRPC status code
 * @param challenge whether the schemes' challenges go with it (RFC 9110, 11.6.1; RFC 6750, 3)
 * @param retrySeconds after how long to try again if the denial does not say; 0 when trying again is no use
 * @param text what happened, in a sentence
 */
record ReplyRow(int status, String phrase, int grpc, boolean challenge, int retrySeconds, String text) {
    private static final int INVALID_ARGUMENT = 3;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int GRPC_UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    static ReplyRow of(Denial denial) {
        return switch (denial) {
            case NO_CREDENTIAL -> unauthorized("This call needs a credential.");
            case AMBIGUOUS_CREDENTIAL -> badRequest("The request carries more than one credential.");
            case MALFORMED_CREDENTIAL -> badRequest("The credential is not well-formed.");
            case INVALID_CREDENTIAL -> unauthorized("The credential is not valid.");
            case EXPIRED -> unauthorized("The credential has expired.");
            case REVOKED -> unauthorized("The credential was revoked.");
            case DISABLED -> unauthorized("The credential is disabled.");
            case CLOCK_SKEW -> unauthorized("The time of the signature is too far from the server's.");
            case NOT_YET_VALID -> unauthorized("The credential is not valid yet.");
            case INCOMPLETE_SIGNATURE -> unauthorized("The signature does not cover all that it must.");
            case REPLAYED -> unauthorized("The signature was used before.");
            case RESIGN -> unauthorized("The signature cannot be told from a used one. Sign the request again.");
            case DIGEST_MISMATCH -> badRequest("The body is not the one that was signed.");
            case INSUFFICIENT_SCOPE ->
                new ReplyRow(
                        403,
                        "Forbidden",
                        PERMISSION_DENIED,
                        true,
                        0,
                        "The credential lacks a scope that this call needs.");
            case NETWORK_NOT_ALLOWED -> forbidden("The credential may not be used from this address.");
            case RESTRICTED -> forbidden("The credential may not be used for this request.");
            case USES_EXHAUSTED -> forbidden("The credential was used as often as it may be.");
            case HTTPS_REQUIRED -> forbidden("Use https.");
            case BODY_TOO_LARGE ->
                new ReplyRow(
                        413,
                        "Content Too Large",
                        RESOURCE_EXHAUSTED,
                        false,
                        0,
                        "The body is too large to be verified.");
            case RATE_LIMITED -> tooMany(1, "Too many requests in a short time.");
            case QUOTA_EXHAUSTED -> tooMany(0, "The quota is used up.");
            case TOO_MANY_FAILURES -> tooMany(1, "Too many failed attempts from this address.");
            case UNAVAILABLE ->
                new ReplyRow(
                        503,
                        "Service Unavailable",
                        GRPC_UNAVAILABLE,
                        false,
                        1,
                        "The request cannot be authorized just now. The credential may well be good.");
        };
    }

    private static ReplyRow unauthorized(String text) {
        return new ReplyRow(401, "Unauthorized", UNAUTHENTICATED, true, 0, text);
    }

    private static ReplyRow badRequest(String text) {
        return new ReplyRow(400, "Bad Request", INVALID_ARGUMENT, false, 0, text);
    }

    private static ReplyRow forbidden(String text) {
        return new ReplyRow(403, "Forbidden", PERMISSION_DENIED, false, 0, text);
    }

    private static ReplyRow tooMany(int retrySeconds, String text) {
        return new ReplyRow(429, "Too Many Requests", RESOURCE_EXHAUSTED, false, retrySeconds, text);
    }
}
