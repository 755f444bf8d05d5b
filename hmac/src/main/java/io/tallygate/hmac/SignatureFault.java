package io.tallygate.hmac;

import io.tallygate.model.Denial;

/** Why a message signature (RFC 9421) does not hold. The names are stable, for logs; they hold nothing of the message. */
public enum SignatureFault implements Found, SignatureResult {
    /** There is no signature of the label or tag that was asked for. */
    ABSENT(Denial.NO_CREDENTIAL),
    /** There are two of them. */
    AMBIGUOUS(Denial.MALFORMED_CREDENTIAL),
    /** A field that is read is larger than the limit. */
    TOO_LARGE(Denial.MALFORMED_CREDENTIAL),
    /** A field that stands once stands in several lines. */
    REPEATED_FIELD(Denial.MALFORMED_CREDENTIAL),
    /** {@code Signature-Input} or {@code Signature} breaks its grammar (RFC 9651), or spells something in another way than writers must. */
    SPELLING(Denial.MALFORMED_CREDENTIAL),
    /** A parameter that must be there is missing, or has a value that it cannot have. */
    PARAMETER(Denial.MALFORMED_CREDENTIAL),
    /** The {@code alg} is another one than {@code hmac-sha256}. */
    ALGORITHM(Denial.MALFORMED_CREDENTIAL),
    /** The code is not 32 bytes of base64. */
    SIGNATURE_FORM(Denial.MALFORMED_CREDENTIAL),

    /** The path is not absolute. */
    PATH(Denial.MALFORMED_CREDENTIAL),
    /** The path has a segment of one or two dots. */
    DOT_SEGMENT(Denial.MALFORMED_CREDENTIAL),
    /** The path has an empty segment before its end. */
    EMPTY_SEGMENT(Denial.MALFORMED_CREDENTIAL),
    /** The path has parameters, behind a semicolon. */
    PATH_PARAMETERS(Denial.MALFORMED_CREDENTIAL),
    /** The path encodes a delimiter, a dot, a percent sign, or a control character. */
    ENCODED_DELIMITER(Denial.MALFORMED_CREDENTIAL),
    /** A percent sign without two hexadecimal digits, or encoded bytes that are no UTF-8. */
    BROKEN_ESCAPE(Denial.MALFORMED_CREDENTIAL),
    /** The target has a character that cannot stand there: not ASCII, a control, a space, a backslash, or a number sign. */
    TARGET_CHARACTER(Denial.MALFORMED_CREDENTIAL),
    /** The request's authority is missing, has no form of one, or is none of those that are answered for. */
    AUTHORITY(Denial.MALFORMED_CREDENTIAL),

    /** A covered component is none that can be verified here, or is covered twice. */
    COMPONENT(Denial.INVALID_CREDENTIAL),
    /** A covered field, parameter or the like is not in the message. */
    COMPONENT_MISSING(Denial.INVALID_CREDENTIAL),
    /** A covered value has characters that nobody can sign: not ASCII, controls, a fold. Or there is too much of it. */
    COMPONENT_VALUE(Denial.INVALID_CREDENTIAL),
    /** There is no such key, or it is not live. */
    KEY(Denial.INVALID_CREDENTIAL),
    /** The code is another one than the key makes of this message. */
    SIGNATURE(Denial.INVALID_CREDENTIAL),

    /** Signed, but a component or parameter that must be covered is not, or a digest of the body is not given. */
    COVERAGE(Denial.INCOMPLETE_SIGNATURE),
    /** Signed for another edge, or on another day than its key is good for. */
    AUDIENCE(Denial.RESTRICTED),
    /** Signed too long ago. */
    TOO_OLD(Denial.CLOCK_SKEW),
    /** Signed in the time to come. */
    TOO_NEW(Denial.CLOCK_SKEW),
    /** Signed, and past its {@code expires}. */
    EXPIRED(Denial.EXPIRED);

    private final Denial denial;

    SignatureFault(Denial denial) {
        this.denial = denial;
    }

    /** What the maker of a native signature is told. */
    Denial denial() {
        return denial;
    }
}
