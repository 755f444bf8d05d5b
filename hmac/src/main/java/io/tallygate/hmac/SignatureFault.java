package io.tallygate.hmac;

/** Why a message signature (RFC 9421) does not hold. The names are stable, for logs; they hold nothing of the message. */
public enum SignatureFault {
    /** There is no signature of the label or tag that was asked for. */
    ABSENT,
    /** There are two of them. */
    AMBIGUOUS,
    /** A field that is read is larger than the limit. */
    TOO_LARGE,
    /** A field that stands once stands in several lines. */
    REPEATED_FIELD,
    /** {@code Signature-Input} or {@code Signature} breaks its grammar (RFC 9651), or spells something in another way than writers must. */
    SPELLING,
    /** A parameter that must be there is missing, or has a value that it cannot have. */
    PARAMETER,
    /** The {@code alg} is another one than {@code hmac-sha256}. */
    ALGORITHM,
    /** The code is not 32 bytes of base64. */
    SIGNATURE_FORM,

    /** The path is not absolute. */
    PATH,
    /** The path has a segment of one or two dots. */
    DOT_SEGMENT,
    /** The path has an empty segment before its end. */
    EMPTY_SEGMENT,
    /** The path has parameters, behind a semicolon. */
    PATH_PARAMETERS,
    /** The path encodes a delimiter, a dot, a percent sign, or a control character. */
    ENCODED_DELIMITER,
    /** A percent sign without two hexadecimal digits, or encoded bytes that are no UTF-8. */
    BROKEN_ESCAPE,
    /** The target has a character that cannot stand there: not ASCII, a control, a space, a backslash, or a number sign. */
    TARGET_CHARACTER,
    /** The request's authority is missing, has no form of one, or is none of those that are answered for. */
    AUTHORITY,

    /** A covered component is none that can be verified here, or is covered twice. */
    COMPONENT,
    /** A covered field, parameter or the like is not in the message. */
    COMPONENT_MISSING,
    /** A covered value has characters that nobody can sign: not ASCII, controls, a fold. Or there is too much of it. */
    COMPONENT_VALUE,
    /** There is no such key, or it is not live. */
    KEY,
    /** The code is another one than the key makes of this message. */
    SIGNATURE,

    /** Signed, but a component or parameter that must be covered is not. */
    COVERAGE,
    /** Signed too long ago. */
    TOO_OLD,
    /** Signed in the time to come. */
    TOO_NEW,
    /** Signed, and past its {@code expires}. */
    EXPIRED
}
