package io.tallygate.hmac;

import io.tallygate.model.BodyCheck;
import io.tallygate.model.InboundRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the native profile asks of a signature whose code has passed.
 *
 * @param replays says for whom requests must be signed
 * @param maxBodyBytes the most that a body may have
 * @param noBody for requests whose signature covers none
 */
record ProfileRules(Window window, Replays replays, long maxBodyBytes, BodyCheck noBody) {
    /** The field that names the edge or region a request is for. */
    static final String AUDIENCE = "tallygate-audience";

    /** How a signature names it. */
    static final String AUDIENCE_IDENTIFIER = "\"" + AUDIENCE + "\"";

    ProfileRules(Window window, Replays replays, long maxBodyBytes) {
        this(window, replays, maxBodyBytes, new EmptyBody(maxBodyBytes));
    }

    /** What must be covered, as {@code Accept-Signature} asks for it (RFC 9421, 5.1). */
    String wanted() {
        String audience = replays.isFor(null) ? "" : " " + AUDIENCE_IDENTIFIER;
        return "(" + Coverage.HEAD + " " + Coverage.BODY + audience + ");created;expires;tag=\"" + SignatureReader.TAG
                + "\"";
    }

    /** What the signature lacks; null when nothing. */
    @Nullable
    SignatureFault fault(PresentedSignature signature, InboundRequest request, long epochMillis) {
        SignatureParameters parameters = signature.parameters();
        Coverage coverage = signature.coverage();
        if (coverage == Coverage.INCOMPLETE || !isComplete(parameters)) {
            return SignatureFault.COVERAGE;
        }
        if (coverage == Coverage.HEAD_ONLY && declaresBody(request)) {
            return SignatureFault.COVERAGE;
        }
        SignatureFault audience = audienceFault(parameters, request);
        return audience == null ? window.fault(parameters.created(), parameters.expires(), epochMillis) : audience;
    }

    private static boolean isComplete(SignatureParameters parameters) {
        return parameters.created() != SignatureParameters.ABSENT
                && parameters.expires() != SignatureParameters.ABSENT
                && parameters.hasNonce();
    }

    /** RFC 9112, 6.3. Where nothing is declared, as HTTP/2 allows, {@link EmptyBody} watches. */
    private static boolean declaresBody(InboundRequest request) {
        List<String> lengths = request.headers("content-length");
        return !request.headers("transfer-encoding").isEmpty()
                || (!lengths.isEmpty()
                        && !(lengths.size() == 1 && lengths.get(0).equals("0")));
    }

    private @Nullable SignatureFault audienceFault(SignatureParameters parameters, InboundRequest request) {
        if (replays.isFor(null)) {
            return null;
        }
        List<String> named = request.headers(AUDIENCE);
        if (named.size() != 1 || !parameters.covers(AUDIENCE_IDENTIFIER)) {
            return SignatureFault.COVERAGE;
        }
        return replays.isFor(named.get(0)) ? null : SignatureFault.AUDIENCE;
    }

    /** What the body must be; null when the digest that is signed cannot be read, or is of no kind that is verified here. */
    @Nullable
    BodyCheck body(PresentedSignature signature, InboundRequest request) {
        return signature.coverage() == Coverage.WITH_BODY
                ? SignedDigest.of(request.headers("content-digest").get(0), maxBodyBytes)
                : noBody;
    }
}
