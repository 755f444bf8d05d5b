package io.tallygate.hmac;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of one signature under one secret: what {@link HmacScheme#explain} and {@link SigV4Scheme#explain} find out.
 * Whether it came in time, once and complete is not looked at. It holds what was signed, so it is to be kept like the request
 * itself; of the secret it holds nothing.
 *
 * @param finding what it comes to
 * @param detail of one that cannot be read the reason, as the log names it; of one that is not the secret's, what may be wrong;
 *     otherwise empty
 * @param base what is signed, as the gate sees it: the signature base (RFC 9421, 2.5), or the canonical request of SigV4;
 *     empty when there is none
 * @param hash SHA-256 of that, in lower-case hex. A signer who has the same hash and another signature has another secret
 */
public record Explanation(Finding finding, String detail, String base, String hash) {
    /** What a signature comes to. */
    public enum Finding {
        /** There is none of this kind. */
        ABSENT,
        /** There is one that nobody can verify; the request is refused with any secret. */
        MALFORMED,
        /** The secret has signed the request. */
        SIGNED,
        /** It has not. */
        NOT_SIGNED
    }

    /** @param fault by its name */
    static Explanation unread(Enum<?> fault) {
        boolean absent = fault == SignatureFault.ABSENT || fault == SigV4Fault.ABSENT;
        return absent
                ? new Explanation(Finding.ABSENT, "", "", "")
                : new Explanation(Finding.MALFORMED, fault.name(), "", "");
    }

    /** @param suspect null when it cannot be copied */
    static Explanation of(@Nullable Suspect suspect) {
        Examination examination = Examination.of(suspect);
        if (examination == null) {
            return unread(SignatureFault.COMPONENT);
        }
        return examination.isSigned()
                ? new Explanation(Finding.SIGNED, "", examination.text(), examination.hash())
                : new Explanation(Finding.NOT_SIGNED, examination.conclusion(), examination.text(), examination.hash());
    }

    @Override
    public String toString() {
        return "Explanation[" + finding + ", " + detail + ", base " + hash + "]";
    }
}
