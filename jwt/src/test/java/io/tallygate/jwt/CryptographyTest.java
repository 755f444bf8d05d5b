package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both providers, each with all it has, against signatures of neither or of Bouncy Castle. */
class CryptographyTest {
    private static final String TEXT = "signed text";

    static List<Cryptography> cryptographies() {
        return List.of(new BouncyCastle(), new JdkCryptography());
    }

    static Stream<Arguments> all() {
        return cryptographies().stream()
                .flatMap(cryptography -> Stream.of(JoseAlgorithm.values())
                        .filter(cryptography::has)
                        .map(algorithm -> Arguments.of(cryptography, algorithm)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void verifiesTheSignatureAndNoOther(Cryptography cryptography, JoseAlgorithm algorithm) {
        VerificationKey key = key(cryptography, SigningKey.of(algorithm));
        byte[] signature = SigningKey.of(algorithm).sign(TEXT);
        assertThat(verify(key, TEXT, signature)).isTrue();
        assertThat(verify(key, TEXT + ".", signature)).isFalse();
        assertThat(verify(key, TEXT, SigningKey.other(algorithm).sign(TEXT))).isFalse();
        assertThat(verify(key, TEXT, new byte[0])).isFalse();
        assertThat(verify(key, TEXT, new byte[signature.length])).isFalse();
        assertThat(verify(key, TEXT, Arrays.copyOf(signature, signature.length - 1)))
                .isFalse();
        assertThat(verify(key, TEXT, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
        byte[] ones = new byte[signature.length];
        Arrays.fill(ones, (byte) -1);
        assertThat(verify(key, TEXT, ones)).isFalse();
        int step = 1 + signature.length / 12;
        for (int i = 0; i < signature.length; i += step) {
            byte[] flipped = signature.clone();
            flipped[i] ^= 1;
            assertThat(verify(key, TEXT, flipped)).as("bit flipped at %d", i).isFalse();
            assertThat(verify(key, TEXT, signature)).as("after a refusal").isTrue();
        }
    }

    /** The same number modulo n, or modulo the group's order, is another signature of the same length. */
    @ParameterizedTest
    @MethodSource("cryptographies")
    void refusesNumbersBeyondTheirModulus(Cryptography cryptography) {
        byte[] edwards = SigningKey.of(JoseAlgorithm.ED25519).sign(TEXT);
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        BigInteger beyond =
                EdwardsPoint.littleEndian(Arrays.copyOfRange(edwards, 32, 64)).add(order);
        byte[] reversed = SigningKey.unsigned(beyond, 32);
        byte[] other = edwards.clone();
        for (int i = 0; i < 32; i++) {
            other[32 + i] = reversed[31 - i];
        }
        VerificationKey key = key(cryptography, SigningKey.of(JoseAlgorithm.ED25519));
        assertThat(verify(key, TEXT, edwards)).isTrue();
        assertThat(verify(key, TEXT, other)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "PS256"})
    void refusesRsaSignaturesThatAreNotBelowTheModulus(JoseAlgorithm algorithm) {
        SigningKey signing = SigningKey.of(algorithm);
        VerificationKey key = key(new JdkCryptography(), signing);
        String members = signing.members();
        String spelled = members.substring(members.indexOf("\"n\":\"") + 5, members.indexOf("\",\"e\""));
        BigInteger modulus = new BigInteger(1, Base64Url.decode(spelled, 0, spelled.length()));
        String text = TEXT;
        byte[] signature = signing.sign(text);
        while (new BigInteger(1, signature).add(modulus).bitLength() > modulus.bitLength()) {
            text += "."; // too long with the modulus added: look for a smaller one
            signature = signing.sign(text);
        }
        BigInteger beyond = new BigInteger(1, signature).add(modulus);
        assertThat(verify(key, text, signature)).isTrue();
        assertThat(verify(key, text, SigningKey.unsigned(beyond, signature.length)))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("cryptographies")
    void refusesScalarsOutOfRange(Cryptography cryptography) {
        for (JoseAlgorithm algorithm : List.of(JoseAlgorithm.ES256, JoseAlgorithm.ES384, JoseAlgorithm.ES512)) {
            VerificationKey key = key(cryptography, SigningKey.of(algorithm));
            byte[] order = EllipticCurve.of(algorithm).order();
            byte[] good = SigningKey.of(algorithm).sign(TEXT);
            int half = order.length;
            for (int at : List.of(0, half)) {
                for (byte[] bad : List.of(new byte[half], order)) {
                    byte[] signature = good.clone();
                    System.arraycopy(bad, 0, signature, at, half);
                    assertThat(verify(key, TEXT, signature)).isFalse();
                }
            }
        }
    }

    @Test
    void theJdkHasNoSecp256k1() {
        assertThat(new JdkCryptography().has(JoseAlgorithm.ES256K)).isFalse();
        assertThat(new BouncyCastle().has(JoseAlgorithm.ES256K)).isTrue();
    }

    @Test
    void theProcessUsesBouncyCastleWhereItIs() {
        assertThat(CryptographyOfProcess.get()).isInstanceOf(BouncyCastle.class);
    }

    static VerificationKey key(Cryptography cryptography, SigningKey signing) {
        Map<String, Object> members = Objects.requireNonNull(StrictJson.object(bytes(signing.jwk())));
        PublishedKey read = new JwkReader(cryptography, null).read(1, members);
        assertThat(read.fault()).isNull();
        return Objects.requireNonNull(read.key());
    }

    /** Of bytes with others behind them. */
    private static boolean verify(VerificationKey key, String text, byte[] signature) {
        return key.verify(bytes(text + ".others"), bytes(text).length, signature);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
