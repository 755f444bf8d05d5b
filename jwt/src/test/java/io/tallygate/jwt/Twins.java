package io.tallygate.jwt;

import java.math.BigInteger;
import java.util.Arrays;

/** The other valid signature of a token. */
final class Twins {
    private Twins() {}

    static String of(String token, EllipticCurve curve) {
        int dot = token.lastIndexOf('.');
        byte[] signature = Base64Url.decode(token, dot + 1, token.length());
        int half = curve.order().length;
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half));
        BigInteger other = new BigInteger(1, curve.order()).subtract(s);
        System.arraycopy(SigningKey.unsigned(other, half), 0, signature, half, half);
        return token.substring(0, dot + 1) + Base64Url.encode(signature);
    }
}
