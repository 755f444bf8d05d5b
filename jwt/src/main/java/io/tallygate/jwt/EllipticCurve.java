package io.tallygate.jwt;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A curve of ECDSA in JOSE (RFC 7518, 6.2.1.1; RFC 8812). Orders: SEC 2, version 2. */
final class EllipticCurve {
    static final EllipticCurve P_256 =
            new EllipticCurve("P-256", "secp256r1", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    static final EllipticCurve P_384 = new EllipticCurve(
            "P-384",
            "secp384r1",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");
    static final EllipticCurve P_521 = new EllipticCurve(
            "P-521",
            "secp521r1",
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
                    + "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409");
    static final EllipticCurve SECP256K1 = new EllipticCurve(
            "secp256k1", "secp256k1", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    static final List<EllipticCurve> ALL = List.of(P_256, P_384, P_521, SECP256K1);

    private final String joseName;
    private final String standardName;
    private final byte[] order;

    private EllipticCurve(String joseName, String standardName, String order) {
        this.joseName = joseName;
        this.standardName = standardName;
        this.order = HexFormat.of().parseHex(order);
    }

    /** The curve of an ECDSA algorithm. */
    static EllipticCurve of(JoseAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> P_256;
            case ES384 -> P_384;
            case ES512 -> P_521;
            case ES256K -> SECP256K1;
            default -> throw new IllegalArgumentException(algorithm + " has no such curve");
        };
    }

    /**
     * A curve whose signatures have so many characters of base64url; null when there is none. Of two with the same length
     * it is the first; their orders begin with the same byte.
     */
    static @Nullable EllipticCurve ofSpelledLength(int characters) {
        return switch (characters) {
            case 86 -> P_256;
            case 128 -> P_384;
            case 176 -> P_521;
            default -> null;
        };
    }

    /** What {@code crv} calls it. */
    String joseName() {
        return joseName;
    }

    /** What the JCA and SEC 2 call it. */
    String standardName() {
        return standardName;
    }

    /** How many points there are, n, in as many bytes as r and s have; not to be changed. */
    byte[] order() {
        return order;
    }
}
