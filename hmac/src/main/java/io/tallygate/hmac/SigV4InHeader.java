package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a SigV4 signature in {@code Authorization}: {@code AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…}. */
final class SigV4InHeader {
    private static final String SIGNED_HEADERS = ", SignedHeaders=";
    private static final String SIGNATURE = ", Signature=";
    private static final int LONGEST = 1 << 12;

    private final String scheme;
    private final String start;
    private final String timeField;
    private final String hashField;
    private final SigV4Bodies bodies;
    private final SigV4Form form;

    SigV4InHeader(SigV4Dialect dialect, SigV4Bodies bodies, SigV4Form form) {
        this.scheme = dialect.algorithm() + " ";
        this.start = scheme + "Credential=";
        this.timeField = dialect.lowerCaseField("Date");
        this.hashField = dialect.lowerCaseField("Content-Sha256");
        this.bodies = bodies;
        this.form = form;
    }

    SigV4Found find(InboundRequest request) {
        List<String> lines = request.headers("authorization");
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean well = line.startsWith(start);
            if (well || line.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return lines.size() == 1 ? read(request, line, well) : SigV4Fault.TWICE;
            }
        }
        return SigV4Fault.ABSENT;
    }

    /** @param well whether the line begins as it must */
    private SigV4Found read(InboundRequest request, String line, boolean well) {
        int names = line.indexOf(SIGNED_HEADERS, start.length());
        int code = line.indexOf(SIGNATURE, names + 1);
        if (!well || names < 0 || code < 0 || line.length() > LONGEST) {
            return SigV4Fault.AUTHORIZATION;
        }
        List<String> times = request.headers(timeField);
        if (times.size() != 1) {
            return SigV4Fault.TIME;
        }
        Payload payload = payload(request);
        if (payload == null) {
            return SigV4Fault.PAYLOAD;
        }
        SigV4Words words = new SigV4Words(
                new Slice(line, start.length(), names),
                times.get(0),
                new Slice(line, names + SIGNED_HEADERS.length(), code),
                payload,
                new Slice(line, code + SIGNATURE.length(), line.length()),
                0,
                UrlLimits.NONE);
        return form.claim(request, words);
    }

    private @Nullable Payload payload(InboundRequest request) {
        List<String> said = request.headers(hashField);
        if (said.isEmpty()) {
            return unsaid(request);
        }
        return said.size() == 1 ? Payload.parse(said.get(0)) : null;
    }

    /** Where nothing is said of a body, there must be none; or it must be here before it can be verified. */
    private @Nullable Payload unsaid(InboundRequest request) {
        List<String> lengths = request.headers("content-length");
        boolean none = lengths.isEmpty() || lengths.equals(List.of("0"));
        if (none && request.headers("transfer-encoding").isEmpty()) {
            return Payload.EMPTY;
        }
        return bodies.mayHold(lengths) ? Payload.Untold.INSTANCE : null;
    }
}
