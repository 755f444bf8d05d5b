package io.tallygate.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import io.tallygate.jwt.JoseAlgorithm.Family;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON Web Key (RFC 7517; RFC 9964 for {@code AKP}) and holds it to our rules. Nimbus reads the key material;
 * certificates, and addresses of certificates, are not looked at.
 *
 * @param cryptography who will compute
 * @param assumed the algorithm of RSA and symmetric keys that do not say theirs; null when they must
 */
record JwkReader(Cryptography cryptography, @Nullable JoseAlgorithm assumed) {
    private static final Set<String> MATERIAL = Set.of("kty", "crv", "x", "y", "n", "e", "k", "pub");
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "priv");
    private static final Map<JoseAlgorithm, Integer> ML_DSA_KEY_SIZES =
            Map.of(JoseAlgorithm.ML_DSA_44, 1312, JoseAlgorithm.ML_DSA_65, 1952, JoseAlgorithm.ML_DSA_87, 2592);
    private static final int MAX_LABEL = 64;

    /**
     * Reads a key and says what is wrong with it.
     *
     * @param position where it stands in its set, from 1
     */
    PublishedKey read(int position, Map<String, @Nullable Object> members) {
        String keyId = members.get("kid") instanceof String text && !text.isEmpty() ? text : null;
        PublishedKey outline = new PublishedKey(
                label(position, keyId),
                keyId,
                "oct".equals(members.get("kty")),
                isForSignatures(members),
                thumbprint(members),
                null,
                null);
        if (!outline.forSignatures()) {
            return outline;
        }
        try {
            return outline.with(key(keyId, members));
        } catch (InvalidKeyException e) {
            return outline.unfit(String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return outline.unfit(cryptography.name() + " does not take it");
        }
    }

    /** What names the key in messages. A name that a stranger chose is shown only where it cannot forge a line. */
    private static String label(int position, @Nullable String keyId) {
        boolean safe =
                keyId != null && keyId.length() <= MAX_LABEL && keyId.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        return safe ? "key " + keyId : "key number " + position;
    }

    private static boolean isForSignatures(Map<String, @Nullable Object> members) {
        boolean use = !members.containsKey("use") || "sig".equals(members.get("use"));
        boolean operations = !members.containsKey("key_ops")
                || (members.get("key_ops") instanceof List<?> list && list.contains("verify"));
        return use && operations;
    }

    /** A hash of what makes the key the key, whatever else is said of it. */
    private static String thumbprint(Map<String, @Nullable Object> members) {
        Map<String, @Nullable Object> material = new TreeMap<>(members);
        material.keySet().retainAll(MATERIAL);
        return Base64Url.encode(Digests.sha256(material.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private VerificationKey key(@Nullable String keyId, Map<String, @Nullable Object> members)
            throws GeneralSecurityException {
        require(keyId != null || !members.containsKey("kid"), "its kid is no text");
        require(
                members.keySet().stream().noneMatch(PRIVATE::contains),
                "it is a private key; give the public half only, and replace the pair if this was published");
        JoseAlgorithm algorithm = algorithm(members);
        require(cryptography.has(algorithm), algorithm.joseName() + " needs Bouncy Castle (bcprov) on the class path");
        return switch (algorithm.family()) {
            case RSA -> rsa(keyId, algorithm, members);
            case EC -> ec(keyId, algorithm, members);
            case HMAC ->
                hmac(keyId, algorithm, material(members).toOctetSequenceKey().toByteArray());
            case ED25519 -> ed25519(keyId, algorithm, members);
            case ML_DSA -> mlDsa(keyId, algorithm, members);
        };
    }

    private JoseAlgorithm algorithm(Map<String, @Nullable Object> members) throws InvalidKeyException {
        JoseAlgorithm algorithm = members.containsKey("alg") ? stated(members.get("alg")) : implied(members);
        boolean same = String.valueOf(members.get("kty")).equals(keyType(algorithm.family()));
        require(same, "its kty is not that of " + algorithm.joseName());
        return algorithm;
    }

    private static JoseAlgorithm stated(@Nullable Object alg) throws InvalidKeyException {
        JoseAlgorithm algorithm = alg instanceof String text ? JoseAlgorithm.named(text) : null;
        if (algorithm == null) {
            throw new InvalidKeyException("its alg is none that we verify");
        }
        return algorithm;
    }

    private JoseAlgorithm implied(Map<String, @Nullable Object> members) throws InvalidKeyException {
        Object curve = members.get("crv");
        for (JoseAlgorithm algorithm : JoseAlgorithm.values()) {
            if (algorithm.family() == Family.EC
                    && EllipticCurve.of(algorithm).joseName().equals(curve)) {
                return algorithm;
            }
        }
        if ("Ed25519".equals(curve)) {
            return JoseAlgorithm.ED25519;
        }
        if (assumed == null) {
            throw new InvalidKeyException("it has no alg; if you know which it is, name it: algorithm(\"RS256\")");
        }
        return assumed;
    }

    private static String keyType(Family family) {
        return switch (family) {
            case HMAC -> "oct";
            case RSA -> "RSA";
            case EC -> "EC";
            case ED25519 -> "OKP";
            case ML_DSA -> "AKP";
        };
    }

    private static VerificationKey rsa(
            @Nullable String keyId, JoseAlgorithm algorithm, Map<String, @Nullable Object> members)
            throws GeneralSecurityException {
        com.nimbusds.jose.jwk.RSAKey read = material(members).toRSAKey();
        RsaKey key = new RsaKey(
                read.getModulus().decodeToBigInteger(), read.getPublicExponent().decodeToBigInteger());
        requireNoFault(key.fault());
        return new VerificationKey(keyId, algorithm, key.size(), key.check(algorithm));
    }

    private VerificationKey ec(@Nullable String keyId, JoseAlgorithm algorithm, Map<String, @Nullable Object> members)
            throws GeneralSecurityException {
        require(
                EllipticCurve.of(algorithm).joseName().equals(members.get("crv")),
                "its curve is not that of " + algorithm.joseName());
        ECKey read = material(members).toECKey();
        try {
            SignatureCheck check =
                    cryptography.ecdsa(algorithm, read.toECPublicKey().getW());
            return new VerificationKey(keyId, algorithm, algorithm.size(), check);
        } catch (JOSEException e) {
            throw new InvalidKeyException("its point cannot be read", e);
        }
    }

    /** A symmetric key of that algorithm, at least as long as the hash (RFC 7518, 3.2). */
    static VerificationKey hmac(@Nullable String keyId, JoseAlgorithm algorithm, byte[] secret)
            throws GeneralSecurityException {
        require(
                secret.length >= algorithm.size(),
                "a secret of " + algorithm.joseName() + " has at least " + algorithm.size() + " bytes, this one has "
                        + secret.length);
        return new VerificationKey(keyId, algorithm, algorithm.size(), new HmacCheck(algorithm, secret));
    }

    private VerificationKey ed25519(
            @Nullable String keyId, JoseAlgorithm algorithm, Map<String, @Nullable Object> members)
            throws GeneralSecurityException {
        require("Ed25519".equals(members.get("crv")), "its curve is not Ed25519");
        byte[] point = material(members).toOctetKeyPair().getDecodedX();
        requireNoFault(EdwardsPoint.fault(point));
        return new VerificationKey(keyId, algorithm, algorithm.size(), cryptography.ed25519(point));
    }

    private VerificationKey mlDsa(
            @Nullable String keyId, JoseAlgorithm algorithm, Map<String, @Nullable Object> members)
            throws GeneralSecurityException {
        require(
                members.get("pub") instanceof String pub && Base64Url.isCanonical(pub, 0, pub.length()),
                "its pub is not base64url");
        String pub = String.valueOf(members.get("pub"));
        byte[] encoded = Base64Url.decode(pub, 0, pub.length());
        require(encoded.length == ML_DSA_KEY_SIZES.getOrDefault(algorithm, 0), "its pub has not the right length");
        return new VerificationKey(keyId, algorithm, algorithm.size(), cryptography.mlDsa(algorithm, encoded));
    }

    private static JWK material(Map<String, @Nullable Object> members) throws InvalidKeyException {
        Map<String, Object> material = new HashMap<>(members);
        material.keySet().retainAll(MATERIAL);
        try {
            return JWK.parse(material);
        } catch (ParseException | IllegalArgumentException e) {
            throw new InvalidKeyException("it is no valid JWK of its kty: a member is missing or malformed, or the "
                    + "point is not on the curve");
        }
    }

    private static void requireNoFault(@Nullable String fault) throws InvalidKeyException {
        if (fault != null) {
            throw new InvalidKeyException(fault);
        }
    }

    private static void require(boolean holds, String otherwise) throws InvalidKeyException {
        if (!holds) {
            throw new InvalidKeyException(otherwise);
        }
    }
}
