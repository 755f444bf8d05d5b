package io.tallygate.model;

/**
 * Why a request was refused. The set is closed and each constant's {@link #code()} is stable; what a client is told
 * for each stands in one table of the gate.
 */
public enum Denial {
    /** No credential of any accepted scheme was presented. */
    NO_CREDENTIAL("no-credential"),
    /** Two credentials were presented at once. */
    AMBIGUOUS_CREDENTIAL("ambiguous-credential"),
    /** A credential was presented in a form that no client could mean: repeated, oversized, wrong alphabet. */
    MALFORMED_CREDENTIAL("malformed-credential"),
    /** Unknown credential, wrong secret or wrong signature: told apart nowhere. */
    INVALID_CREDENTIAL("invalid-credential"),
    /** The proven credential is past its end. */
    EXPIRED("expired"),
    /** The proven credential was revoked. */
    REVOKED("revoked"),
    /** The proven credential is switched off. */
    DISABLED("disabled"),
    /** The signature is right, its time is not within the accepted skew. */
    CLOCK_SKEW("clock-skew"),
    /** The signature is right, its time to be used has not come. */
    NOT_YET_VALID("not-yet-valid"),
    /** The signature does not cover all that it must; what it must is said with the denial. */
    INCOMPLETE_SIGNATURE("incomplete-signature"),
    /** The signature is right and was used before. */
    REPLAYED("replayed"),
    /** The signature is right and may have been used before this edge began to watch: sign again. */
    RESIGN("resign"),
    /** The body is not the one that was signed. */
    DIGEST_MISMATCH("digest-mismatch"),
    /** A scope that the call requires is missing. */
    INSUFFICIENT_SCOPE("insufficient-scope"),
    /** The caller's address is outside the credential's networks. */
    NETWORK_NOT_ALLOWED("network-not-allowed"),
    /** Another restriction of the credential does not hold: method, path or time. */
    RESTRICTED("restricted"),
    /** The credential was good for so many uses, and all are taken. */
    USES_EXHAUSTED("uses-exhausted"),
    /** The gate accepts this only over an encrypted connection. */
    HTTPS_REQUIRED("https-required"),
    /** The body is larger than what the scheme verifies. */
    BODY_TOO_LARGE("body-too-large"),
    /** A rate limit refused. */
    RATE_LIMITED("rate-limited"),
    /** The quota of the window is used up. */
    QUOTA_EXHAUSTED("quota-exhausted"),
    /** The peer failed to authenticate too often. */
    TOO_MANY_FAILURES("too-many-failures"),
    /** The gate cannot decide or cannot count now; the credential may well be good. */
    UNAVAILABLE("unavailable");

    private final String code;

    Denial(String code) {
        this.code = code;
    }

    /** The stable code that clients and logs see. */
    public String code() {
        return code;
    }
}
