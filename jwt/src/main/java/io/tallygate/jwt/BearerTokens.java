package io.tallygate.jwt;

import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Parsed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a token in {@code Authorization: Bearer} (RFC 6750, 2.1). On the hot path: looks for dots, at two characters of a
 * signature that may be ECDSA, at the header when its s may be the higher, and at no other character.
 *
 * <p>Bearer tokens of other kinds are left to other schemes. One of ours begins with {@code ey}, which is how base64url
 * spells the beginning of a JSON object, and has a dot.
 *
 * @param headers tells by which curve a token is signed
 * @param maxLength the most characters of a token
 */
record BearerTokens(Headers headers, int maxLength) {
    private static final Logger LOG = LoggerFactory.getLogger(BearerTokens.class);
    private static final String BEARER = "Bearer ";
    private static final String OBJECT = "ey";

    Parsed find(InboundRequest request) {
        List<String> lines = request.headers("Authorization");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    && line.startsWith(OBJECT, BEARER.length())
                    && line.indexOf('.', BEARER.length()) >= 0) {
                return lines.size() == 1 ? tokenIn(line) : Parsed.malformed();
            }
        }
        return Parsed.absent();
    }

    private Parsed tokenIn(String line) {
        Refusal fault = CompactForm.fault(line, BEARER.length(), maxLength);
        if (fault != null) {
            LOG.debug("token refused: {}", fault);
            return Parsed.malformed();
        }
        return token(line, BEARER.length());
    }

    /** The token that begins there and has three parts. */
    PresentedToken token(String text, int from) {
        int firstDot = text.indexOf('.', from);
        int secondDot = text.indexOf('.', firstDot + 1);
        EllipticCurve curve = mayHaveLowerTwin(text, secondDot + 1)
                ? curve(headers.read(new HeaderText(text, from, firstDot)))
                : null;
        return new PresentedToken(text, from, firstDot, secondDot, curve);
    }

    /** Most tokens that have none are told by the length and one byte of their signature, without a look at the header. */
    private static boolean mayHaveLowerTwin(String text, int signature) {
        EllipticCurve like = EllipticCurve.ofSpelledLength(text.length() - signature);
        return like != null
                && !EcdsaSignature.isSurelyLow(like, Base64Url.byteAt(text, signature, like.order().length));
    }

    private static @Nullable EllipticCurve curve(Outcome header) {
        return header instanceof JwsHeader read && read.algorithm().family() == JoseAlgorithm.Family.EC
                ? EllipticCurve.of(read.algorithm())
                : null;
    }
}
