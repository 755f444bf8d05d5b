package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a native signature is made over. The lines that each has to begin with are written as they are, whoever
 * signed it; what the signer has added to them, or has left out of them, is written as of any signature.
 */
final class NativeLines {
    private NativeLines() {}

    /**
     * Writes the whole base, anew. Its host may verify another request on this thread when it is asked for what this one has.
     *
     * @return why there is none, or null
     */
    static @Nullable SignatureFault write(SignatureBase base, PresentedSignature signature, InboundRequest request) {
        base.hold(true);
        try {
            return writeAll(base, signature, request);
        } finally {
            base.hold(false);
        }
    }

    private static @Nullable SignatureFault writeAll(
            SignatureBase base, PresentedSignature signature, InboundRequest request) {
        SignatureFault fault = usual(base.clear(), signature, request);
        if (fault == null) {
            fault = others(base, signature, request);
        }
        return fault == null ? BaseLines.end(base, signature.parameters()) : fault;
    }

    private static @Nullable SignatureFault usual(
            SignatureBase base, PresentedSignature signature, InboundRequest request) {
        if (signature.coverage() == Coverage.INCOMPLETE) {
            return null;
        }
        head(base, request.method(), signature.authority(), signature.target());
        return signature.coverage() == Coverage.WITH_BODY ? body(base, request) : null;
    }

    /** {@link Coverage#HEAD} */
    private static void head(SignatureBase base, String method, String authority, String target) {
        int pathTo = RequestTarget.pathTo(target);
        base.addKnown("\"@method\": ").add(method).endLine();
        base.addKnown("\"@authority\": ").addKnown(authority).endLine();
        base.addKnown("\"@path\": ").addKnown(target, 0, pathTo).endLine();
        base.addKnown("\"@query\": ").addKnown(pathTo == target.length() ? "?" : "");
        base.addKnown(target, pathTo, target.length()).endLine();
    }

    /** {@link Coverage#BODY} */
    private static @Nullable SignatureFault body(SignatureBase base, InboundRequest request) {
        base.addKnown("\"content-type\": ");
        SignatureFault fault = BaseLines.field(base, request.headers("content-type"));
        if (fault != null) {
            return fault;
        }
        base.endLine().addKnown("\"content-digest\": ");
        fault = BaseLines.field(base, request.headers("content-digest"));
        base.endLine();
        return fault;
    }

    private static @Nullable SignatureFault others(
            SignatureBase base, PresentedSignature signature, InboundRequest request) {
        Components others = signature.parameters().componentsBehindCoverage();
        if (!others.next()) {
            return null;
        }
        HttpMessage.Request message = new HttpMessage.Request(
                request.method(),
                request.secure() ? "https" : "http",
                signature.authority(),
                signature.target(),
                request::headers);
        SignatureFault fault;
        do {
            fault = BaseLines.line(base, others, message);
        } while (fault == null && others.next());
        return fault;
    }
}
