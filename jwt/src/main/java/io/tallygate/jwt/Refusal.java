package io.tallygate.jwt;

import io.tallygate.model.Denial;

/** Why a token is refused: what the caller is told, and by its name what the log says. Holds nothing of the token. */
enum Refusal implements Outcome {
    /** Longer than the limit. */
    TOO_LARGE(Denial.MALFORMED_CREDENTIAL),
    /** Not exactly three parts, or no header, or no signature. */
    PARTS(Denial.MALFORMED_CREDENTIAL),
    /** A character outside the base64url alphabet, padding, or unused bits that are not zero. */
    SPELLING(Denial.MALFORMED_CREDENTIAL),

    /** The header is not strict JSON in UTF-8, or no object. */
    HEADER_JSON(Denial.INVALID_CREDENTIAL),
    /** A header parameter is missing, has another JSON type than the RFC says, or a value that it cannot have. */
    HEADER_FIELD(Denial.INVALID_CREDENTIAL),
    /** The {@code alg} is none that we verify. */
    ALGORITHM(Denial.INVALID_CREDENTIAL),
    /** The {@code crit} names an extension that we do not understand. */
    CRITICAL(Denial.INVALID_CREDENTIAL),
    /** The {@code typ} is missing or another one. */
    TYPE(Denial.INVALID_CREDENTIAL),
    /** The claimed issuer is none of ours, or cannot be read. */
    ISSUER(Denial.INVALID_CREDENTIAL),
    /** The issuer has no such key, or the token names none and too many would have to be tried. */
    KEY(Denial.INVALID_CREDENTIAL),
    /** The key is there and is for another algorithm. */
    KEY_ALGORITHM(Denial.INVALID_CREDENTIAL),
    /** The signature is wrong. */
    SIGNATURE(Denial.INVALID_CREDENTIAL),

    /** Signed, and not strict JSON in UTF-8, or no object. */
    CLAIMS_JSON(Denial.INVALID_CREDENTIAL),
    /** Signed, and a claim has another JSON type than the RFC says, or a value that it cannot have. */
    CLAIM_FORM(Denial.INVALID_CREDENTIAL),
    /** Signed, and for somebody else. */
    AUDIENCE(Denial.INVALID_CREDENTIAL),
    /** Signed, and a claim is missing that the issuer's profile requires. */
    CLAIM_MISSING(Denial.INVALID_CREDENTIAL),
    /** Signed, and names no account that can be billed, or no subject that can be named. */
    ACCOUNT(Denial.INVALID_CREDENTIAL),
    /** Signed, and past its end. */
    EXPIRED(Denial.EXPIRED),
    /** Signed, and not valid yet, or issued in the future. */
    NOT_YET(Denial.CLOCK_SKEW);

    private final Denial denial;

    Refusal(Denial denial) {
        this.denial = denial;
    }

    Denial denial() {
        return denial;
    }
}
