package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.spi.Credential;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EcdsaSignatureTest {
    @Test
    void ordersAreThoseOfThePlatformAndOfBouncyCastle() throws GeneralSecurityException {
        for (EllipticCurve curve : EllipticCurve.ALL) {
            BigInteger order = new BigInteger(1, curve.order());
            assertThat(order)
                    .isEqualTo(CustomNamedCurves.getByName(curve.standardName()).getN());
            if (curve != EllipticCurve.SECP256K1) {
                AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
                parameters.init(new ECGenParameterSpec(curve.standardName()));
                assertThat(order)
                        .isEqualTo(parameters
                                .getParameterSpec(ECParameterSpec.class)
                                .getOrder());
            }
        }
    }

    @Test
    void theLowerTwinStandsForBoth() {
        Random random = new Random(1);
        for (EllipticCurve curve : EllipticCurve.ALL) {
            BigInteger order = new BigInteger(1, curve.order());
            List<BigInteger> scalars = new ArrayList<>(List.of(
                    BigInteger.ONE,
                    BigInteger.TWO,
                    order.shiftRight(1),
                    order.shiftRight(1).add(BigInteger.ONE)));
            for (int i = 0; i < 200; i++) {
                scalars.add(new BigInteger(order.bitLength() - 1, random).add(BigInteger.ONE));
            }
            for (BigInteger s : scalars) {
                byte[] low = signature(curve, s.min(order.subtract(s)));
                byte[] high = signature(curve, s.max(order.subtract(s)));
                assertThat(EcdsaSignature.lowerTwin(curve, low)).isNull();
                assertThat(EcdsaSignature.lowerTwin(curve, high)).isEqualTo(low);
                assertThat(EcdsaSignature.isSurelyLow(curve, high[high.length / 2] & 0xFF))
                        .isFalse();
            }
            for (BigInteger s : List.of(BigInteger.ZERO, order, order.add(BigInteger.ONE))) {
                assertThat(EcdsaSignature.isInRange(curve, signature(curve, s))).isFalse();
                assertThat(EcdsaSignature.lowerTwin(curve, signature(curve, s))).isNull();
            }
            assertThat(EcdsaSignature.isInRange(curve, new byte[3])).isFalse();
        }
    }

    private static byte[] signature(EllipticCurve curve, BigInteger s) {
        int half = curve.order().length;
        byte[] signature = new byte[2 * half];
        signature[half - 1] = 7;
        System.arraycopy(SigningKey.unsigned(s, half), 0, signature, half, half);
        return signature;
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512", "ES256K"})
    void twinsAreOneCredential(JoseAlgorithm algorithm) {
        Set<String> identities = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            String token = SigningKey.of(algorithm).token("{\"i\":" + i + "}");
            identities.add(identity(token));
            identities.add(identity(Twins.of(token, EllipticCurve.of(algorithm))));
        }
        assertThat(identities).hasSize(8);
    }

    /** A MAC or an Edwards signature as long as one of P-256 is another credential when a bit of it is another. */
    @ParameterizedTest
    @EnumSource(names = {"HS512", "ED25519"})
    void otherSignaturesHaveNoTwins(JoseAlgorithm algorithm) {
        String token = SigningKey.of(algorithm).token("{}");
        byte[] signature = SigningKey.of(algorithm).sign(token.substring(0, token.lastIndexOf('.')));
        BigInteger order = new BigInteger(1, EllipticCurve.P_256.order());
        BigInteger half = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)).mod(order);
        System.arraycopy(SigningKey.unsigned(order.subtract(half), 32), 0, signature, 32, 32);
        String other = token.substring(0, token.lastIndexOf('.') + 1) + Base64Url.encode(signature);
        assertThat(identity(other)).isNotEqualTo(identity(token));
    }

    /** What the token writes to be told from others. */
    static String identity(String token) {
        StringBuilder written = new StringBuilder();
        Credential credential = new BearerTokens(new Headers(), 8192).token(token, 0);
        credential.identify((text, from, to) -> written.append(text, from, to).append('|'));
        return written.toString();
    }
}
