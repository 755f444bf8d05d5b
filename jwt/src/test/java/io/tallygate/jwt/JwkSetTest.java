package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {
    private static final JwkReader READER = new JwkReader(new BouncyCastle(), null);

    private static final String RSA = SigningKey.of(JoseAlgorithm.RS256).members();
    private static final String EC = SigningKey.of(JoseAlgorithm.ES256).members();
    private static final String OCT = SigningKey.of(JoseAlgorithm.HS256).members();

    @Test
    void readsEveryKindOfKey() {
        for (JoseAlgorithm algorithm : JoseAlgorithm.values()) {
            SigningKey key = SigningKey.of(algorithm);
            JwkSet set = read(key.jwk());
            assertThat(set.fault()).isNull();
            assertThat(set.unfit()).isEmpty();
            VerificationKey named = set.ring().named(key.keyId());
            assertThat(named).isNotNull();
            assertThat(named.algorithm()).isEqualTo(algorithm);
            assertThat(set.ring().of(algorithm)).containsExactly(named);
        }
    }

    @Test
    void takesTheAlgorithmOfACurveFromTheCurve() {
        assertThat(read("{" + EC + "}").ring().of(JoseAlgorithm.ES256)).hasSize(1);
        String edwards = SigningKey.of(JoseAlgorithm.ED25519).members();
        assertThat(read("{" + edwards + "}").ring().of(JoseAlgorithm.ED25519)).hasSize(1);
        assertThat(read("{" + edwards + ",\"alg\":\"EdDSA\"}").ring().of(JoseAlgorithm.ED25519))
                .hasSize(1);
    }

    @Test
    void takesTheAlgorithmOfAnRsaKeyFromItselfOrFromTheHostAndFromNowhereElse() {
        assertThat(unfit("{" + RSA + "}")).contains("has no alg").contains("algorithm(\"RS256\")");
        JwkReader assuming = new JwkReader(new BouncyCastle(), JoseAlgorithm.PS256);
        assertThat(read(assuming, "{" + RSA + "}").ring().of(JoseAlgorithm.PS256))
                .hasSize(1);
        assertThat(read(assuming, "{" + RSA + ",\"alg\":\"RS512\"}").ring().of(JoseAlgorithm.RS512))
                .hasSize(1);
    }

    @Test
    void leavesOutKeysForAnythingElseWithoutAWord() {
        for (String other :
                List.of("\"use\":\"enc\"", "\"use\":7", "\"key_ops\":[\"encrypt\"]", "\"key_ops\":\"verify\"")) {
            JwkSet set = read("{" + EC + "," + other + "}");
            assertThat(set.ring().isEmpty()).as(other).isTrue();
            assertThat(set.unfit()).isEmpty();
            assertThat(set.fault()).isNull();
        }
        assertThat(read("{" + EC + ",\"key_ops\":[\"sign\",\"verify\"]}").ring().isEmpty())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "es256", "ES521", "RSA1_5", "HS1", ""})
    void refusesAlgorithmsItDoesNotVerify(String alg) {
        assertThat(unfit("{" + EC + ",\"alg\":\"" + alg + "\"}")).contains("its alg is none that we verify");
    }

    @Test
    void refusesAnAlgorithmOfAnotherFamilyOrCurve() {
        assertThat(unfit("{" + RSA + ",\"alg\":\"HS256\"}")).contains("its kty is not that of HS256");
        assertThat(unfit("{" + EC + ",\"alg\":\"ES384\"}")).contains("its curve is not that of ES384");
        assertThat(unfit("{" + EC + ",\"alg\":\"ES256K\"}")).contains("its curve is not that of ES256K");
        assertThat(unfit("{" + EC.replace("P-256", "P-384") + "}")).contains("no valid JWK");
    }

    @Test
    void refusesWeakRsaKeys() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        BigInteger small = ((RSAPublicKey) generator.generateKeyPair().getPublic()).getModulus();
        assertThat(unfit(rsa(small, "AQAB"))).contains("2048 to 8192 bits, this one has 1024");
        assertThat(unfit(rsa(BigInteger.ONE.shiftLeft(9000).add(BigInteger.ONE), "AQAB")))
                .contains("this one has 9001");
        BigInteger odd = BigInteger.ONE.shiftLeft(2047).add(BigInteger.ONE);
        assertThat(unfit(rsa(odd.add(BigInteger.ONE), "AQAB"))).contains("even");
        for (String exponent : List.of("AQ", "Ag", "AQAA", "AQAAAAAAAAAAAQ")) {
            assertThat(unfit(rsa(odd, exponent))).as(exponent).contains("exponent must be odd");
        }
    }

    @Test
    void refusesModuliOfTheFlawedGenerator() {
        BigInteger primorial = BigInteger.ONE;
        for (int prime = 3; prime <= 167; prime += 2) {
            if (BigInteger.valueOf(prime).isProbablePrime(20)) {
                primorial = primorial.multiply(BigInteger.valueOf(prime));
            }
        }
        BigInteger power = BigInteger.valueOf(65_537).modPow(BigInteger.valueOf(1_234_567), primorial);
        BigInteger modulus = BigInteger.ONE
                .shiftLeft(2047)
                .divide(primorial)
                .add(BigInteger.TWO)
                .multiply(primorial)
                .add(power);
        modulus = modulus.testBit(0) ? modulus : modulus.add(primorial);
        assertThat(unfit(rsa(modulus, "AQAB"))).contains("ROCA");
        assertThat(RocaFingerprint.isIn(modulus.add(BigInteger.TWO))).isFalse();
    }

    @Test
    void refusesPointsThatAreOnNoCurve() {
        String other = SigningKey.fresh(JoseAlgorithm.ES256).members();
        String mixed = EC.substring(0, EC.indexOf("\"y\"")) + other.substring(other.indexOf("\"y\""));
        assertThat(unfit("{" + mixed + "}")).contains("not on the curve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
            })
    void refusesEdwardsPointsOfSmallOrder(String point) {
        assertThat(unfit(edwards(point))).contains("small order");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0200000000000000000000000000000000000000000000000000000000000000",
                "01"
            })
    void refusesEdwardsPointsThatAreNone(String point) {
        assertThat(unfit(edwards(point))).containsAnyOf("not encoded canonically", "not on the curve", "32 bytes");
    }

    @Test
    void refusesShortSecrets() {
        for (JoseAlgorithm algorithm : List.of(JoseAlgorithm.HS256, JoseAlgorithm.HS384, JoseAlgorithm.HS512)) {
            byte[] shorter = new byte[algorithm.size() - 1];
            String key = "{\"kty\":\"oct\",\"k\":\"" + Base64Url.encode(shorter) + "\",\"alg\":\""
                    + algorithm.joseName() + "\"}";
            assertThat(unfit(key)).contains("at least " + algorithm.size() + " bytes");
        }
    }

    @Test
    void refusesPrivateKeys() {
        assertThat(unfit("{" + EC + ",\"d\":\"AAAA\"}")).contains("private key");
        assertThat(unfit("{" + RSA + ",\"alg\":\"RS256\",\"p\":\"AAAA\"}")).contains("private key");
    }

    @Test
    void refusesMlDsaKeysOfAnotherLength() {
        String key = "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"AAAA\"}";
        assertThat(unfit(key)).contains("its pub has not the right length");
        assertThat(unfit(key.replace("AAAA", "AA=="))).contains("its pub is not base64url");
        assertThat(unfit("{" + SigningKey.of(JoseAlgorithm.ML_DSA_44).members() + "}"))
                .contains("has no alg");
    }

    @Test
    void saysWhatNeedsBouncyCastle() {
        JwkReader plain = new JwkReader(new JdkCryptography(), null);
        assertThat(read(plain, SigningKey.of(JoseAlgorithm.ES256K).jwk()).unfit())
                .containsExactly("key test-ES256K: ES256K needs Bouncy Castle (bcprov) on the class path");
    }

    @Test
    void refusesASetInWhichANameComesTwice() {
        String one = "{" + EC + ",\"kid\":\"a\"}";
        String other = "{" + RSA + ",\"kid\":\"a\",\"use\":\"enc\"}";
        JwkSet set = read(one + "," + other);
        assertThat(set.fault()).isEqualTo("key a is in the set more than once; each kid must name one key");
        assertThat(set.ring().isEmpty()).isTrue();
    }

    @Test
    void refusesASetOfSecretsAndPublicKeys() {
        JwkSet set = read("{" + EC + "},{" + OCT + ",\"alg\":\"HS256\"}");
        assertThat(set.fault()).contains("secrets beside public keys");
        assertThat(set.ring().isEmpty()).isTrue();
    }

    @Test
    void refusesWhatIsNoSet() {
        for (String json : List.of(
                "", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":[],\"keys\":[]}", "{\"keys\":[]} x")) {
            assertThat(JwkSet.read(json.getBytes(StandardCharsets.UTF_8), READER)
                            .fault())
                    .as(json)
                    .isNotNull();
        }
        assertThat(JwkSet.read(new byte[JwkSet.MAX_BYTES + 1], READER).fault()).contains("at most 262144");
        assertThat(read("{},".repeat(JwkSet.MAX_KEYS) + "{}").fault()).contains("129 keys");
    }

    @Test
    void noticesAKeyThatChangesItsUse() {
        JwkSet encrypting = read("{" + EC + ",\"kid\":\"a\",\"use\":\"enc\"}");
        JwkSet signing = read("{" + EC + ",\"kid\":\"b\",\"use\":\"sig\"}");
        assertThat(signing.faultAfter(encrypting)).isEqualTo("key b has changed its use");
        assertThat(encrypting.faultAfter(signing)).isEqualTo("key a has changed its use");
        assertThat(signing.faultAfter(signing)).isNull();
    }

    @Test
    void noticesANameThatGoesOverToAKeyOfAnotherFamilyOrUse() {
        String rsa =
                rsa(BigInteger.ONE.shiftLeft(2047).add(BigInteger.TWO.pow(1000)).add(BigInteger.ONE), "AQAB");
        JwkSet before = read("{" + EC + ",\"kid\":\"a\"}");
        assertThat(read(named(rsa, "a")).faultAfter(before))
                .isEqualTo("key a is of another family than the key of that name before; name it otherwise");
        assertThat(read(named(rsa, "b")).faultAfter(before)).isNull();
        assertThat(read(rsa).faultAfter(read("{" + EC + ",\"kid\":\"null\"}")))
                .as("a key without a name")
                .isNull();
        JwkSet encrypting = read("{" + EC + ",\"kid\":\"a\",\"use\":\"enc\"}");
        assertThat(read(named(rsa, "a")).faultAfter(encrypting)).isEqualTo("key a has changed its use");
    }

    private static String named(String jwk, String keyId) {
        return jwk.replaceFirst("\\{", "{\"kid\":\"" + keyId + "\",");
    }

    @Test
    void showsNoNameThatCouldForgeALine() {
        assertThat(read("{" + EC + ",\"alg\":\"x\",\"kid\":\"a\\nb\"}").unfit().get(0))
                .startsWith("key number 1: ");
        assertThat(read("{" + EC + ",\"alg\":\"x\",\"kid\":\"" + "a".repeat(65) + "\"}")
                        .unfit()
                        .get(0))
                .startsWith("key number 1: ");
    }

    private static String rsa(BigInteger modulus, String exponent) {
        String n = Base64Url.encode(SigningKey.unsigned(modulus, (modulus.bitLength() + 7) / 8));
        return "{\"kty\":\"RSA\",\"alg\":\"RS256\",\"n\":\"" + n + "\",\"e\":\"" + exponent + "\"}";
    }

    private static String edwards(String hex) {
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + Base64Url.encode(HexFormat.of().parseHex(hex)) + "\"}";
    }

    private static String unfit(String jwk) {
        JwkSet set = read(jwk);
        assertThat(set.fault()).isNull();
        assertThat(set.ring().isEmpty()).isTrue();
        assertThat(set.unfit()).hasSize(1);
        return set.unfit().get(0);
    }

    private static JwkSet read(String keys) {
        return read(READER, keys);
    }

    private static JwkSet read(JwkReader reader, String keys) {
        return JwkSet.read(("{\"keys\":[" + keys + "]}").getBytes(StandardCharsets.UTF_8), reader);
    }
}
