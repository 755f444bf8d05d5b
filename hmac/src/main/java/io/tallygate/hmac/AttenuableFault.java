package io.tallygate.hmac;

import io.tallygate.model.Denial;

/** Why an attenuable key is refused: what the caller is told, and by its name what the log says. */
enum AttenuableFault {
    /** Not of a form that this version reads. */
    FORM(Denial.INVALID_CREDENTIAL),
    /** There is no such app key, or none of its secrets made the key. */
    CODE(Denial.INVALID_CREDENTIAL),

    /** Proven, and the app key is switched off. */
    DISABLED(Denial.DISABLED),
    /** Proven, and said to be made later than now. */
    TOO_NEW(Denial.CLOCK_SKEW),
    /** Proven, and a link says what is not understood here, so it cannot be kept to. */
    TERMS(Denial.RESTRICTED),
    /** Proven, and past its end, or that of the app key or of the secret that it was made with. */
    EXPIRED(Denial.EXPIRED);

    private final Denial denial;

    AttenuableFault(Denial denial) {
        this.denial = denial;
    }

    Denial denial() {
        return denial;
    }
}
