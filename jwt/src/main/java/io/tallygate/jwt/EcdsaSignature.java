package io.tallygate.jwt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The form of ECDSA signatures in JOSE: r, then s, as many bytes each as the order n has (RFC 7518, 3.4).
 *
 * <p>With (r, s) its <em>twin</em> (r, n − s) is valid, too, and anybody can compute it. Which of the two an issuer
 * writes is chance, so neither can be refused; but both must be one credential, or a session and a revocation of one
 * would not be those of the other. So the lower of the two stands for both.
 */
final class EcdsaSignature {
    private static final byte[] ZERO = new byte[66]; // as many bytes as the longest order has

    private EcdsaSignature() {}

    /** Whether both numbers are in [1, n − 1]; (0, 0) is what CVE-2022-21449 let pass. */
    static boolean isInRange(EllipticCurve curve, byte[] signature) {
        int half = curve.order().length;
        return signature.length == 2 * half
                && isScalar(curve.order(), signature, 0)
                && isScalar(curve.order(), signature, half);
    }

    private static boolean isScalar(byte[] order, byte[] signature, int from) {
        int to = from + order.length;
        return !Arrays.equals(signature, from, to, ZERO, 0, order.length)
                && Arrays.compareUnsigned(signature, from, to, order, 0, order.length) < 0;
    }

    /** Whether a signature is the lower of the two, as the first byte of its s tells nearly always. */
    static boolean isSurelyLow(EllipticCurve curve, int firstByte) {
        return firstByte < (curve.order()[0] & 0xFF) >>> 1;
    }

    /** The twin, when that is the lower of the two; null when the signature is, or it is out of range. */
    static byte @Nullable [] lowerTwin(EllipticCurve curve, byte[] signature) {
        if (!isInRange(curve, signature)) {
            return null;
        }
        byte[] order = curve.order();
        byte[] twin = signature.clone();
        int borrow = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            int difference = (order[i] & 0xFF) - (signature[order.length + i] & 0xFF) - borrow;
            twin[order.length + i] = (byte) difference;
            borrow = difference < 0 ? 1 : 0;
        }
        return Arrays.compareUnsigned(twin, signature) < 0 ? twin : null;
    }
}
