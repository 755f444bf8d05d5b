package io.tallygate.jwt;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Points of edwards25519 (RFC 8032, 5.1), to find out what is wrong with a public key before any provider sees it:
 * providers disagree about keys that are no honest signer's, and with a key of small order there are signatures that
 * hold for any text. Not in constant time: public keys are no secret.
 */
record EdwardsPoint(BigInteger x, BigInteger y) {
    private static final int SIZE = 32;
    private static final BigInteger ONE = BigInteger.ONE;
    private static final BigInteger P = ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121_665)
            .multiply(BigInteger.valueOf(121_666).modInverse(P))
            .mod(P);
    private static final BigInteger SQRT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(ONE).shiftRight(2), P);

    /** What is wrong with the key, in words; null when nothing is. */
    static @Nullable String fault(byte[] key) {
        if (key.length != SIZE) {
            return "an Ed25519 key has 32 bytes, this one has " + key.length;
        }
        BigInteger y = littleEndian(key).clearBit(255);
        if (y.compareTo(P) >= 0) {
            return "its Ed25519 point is not encoded canonically";
        }
        EdwardsPoint point = at(y, (key[SIZE - 1] & 0x80) != 0);
        if (point == null) {
            return "its Ed25519 point is not on the curve";
        }
        return point.doubled().doubled().doubled().isNeutral() ? "its Ed25519 point has small order" : null;
    }

    /** The point of that y and that lowest bit of x (5.1.3); null when there is none, or x = 0 is written as −0. */
    static @Nullable EdwardsPoint at(BigInteger y, boolean odd) {
        BigInteger square = y.multiply(y);
        BigInteger u = square.subtract(ONE).mod(P);
        BigInteger v = square.multiply(D).add(ONE).mod(P);
        BigInteger wanted = u.multiply(v.modInverse(P)).mod(P);
        BigInteger x = wanted.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(wanted)) {
            x = x.multiply(SQRT_OF_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(wanted) || (odd && x.signum() == 0)) {
            return null;
        }
        return new EdwardsPoint(x.testBit(0) == odd ? x : P.subtract(x), y);
    }

    /** The point added to itself, by the complete formulas for a = −1 (5.1.4), in affine coordinates. */
    EdwardsPoint doubled() {
        BigInteger xx = x.multiply(x);
        BigInteger yy = y.multiply(y);
        BigInteger dxxyy = D.multiply(xx).multiply(yy).mod(P);
        BigInteger newX = x.multiply(y).shiftLeft(1).multiply(ONE.add(dxxyy).modInverse(P));
        BigInteger newY = xx.add(yy).multiply(ONE.subtract(dxxyy).modInverse(P));
        return new EdwardsPoint(newX.mod(P), newY.mod(P));
    }

    private boolean isNeutral() {
        return x.signum() == 0 && y.equals(ONE);
    }

    static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[bytes.length - 1 - i] = bytes[i];
        }
        return new BigInteger(1, reversed);
    }
}
