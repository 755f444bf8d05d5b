package io.tallygate.hmac;

import io.tallygate.model.Denial;

/** What {@code WWW-Authenticate} says of signatures (RFC 9110, 11.6.1). */
final class SignatureChallenge {
    private SignatureChallenge() {}

    /** The challenge of a scheme, with the reason where signing better may help. */
    static String of(String scheme, Denial denial, String realm) {
        String challenge = scheme + " realm=\"" + realm + "\"";
        return isAboutSignatures(denial) ? challenge + ", error=\"" + denial.code() + "\"" : challenge;
    }

    private static boolean isAboutSignatures(Denial denial) {
        return switch (denial) {
            case INVALID_CREDENTIAL,
                    INCOMPLETE_SIGNATURE,
                    CLOCK_SKEW,
                    NOT_YET_VALID,
                    EXPIRED,
                    REPLAYED,
                    RESIGN,
                    REVOKED,
                    DISABLED -> true;
            default -> false;
        };
    }
}
