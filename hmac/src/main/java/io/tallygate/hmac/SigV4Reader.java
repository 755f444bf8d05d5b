package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Parsed;
import org.jspecify.annotations.Nullable;

/** Reads the SigV4 signature of a request: strictly, and without a look at any key. Thread-safe. */
final class SigV4Reader {
    private final SigV4InHeader header;
    private final @Nullable SigV4InQuery query;

    SigV4Reader(SigV4Rules rules) {
        SigV4Dialect dialect = rules.scope().dialect();
        SigV4Form form = new SigV4Form(rules.scope(), rules.canonical());
        this.header = new SigV4InHeader(dialect, rules.bodies(), form);
        this.query = rules.window().takesUrls() ? new SigV4InQuery(rules, form) : null;
    }

    /** Two signatures are as wrong as one that is broken. */
    Parsed find(InboundRequest request) {
        Parsed inHeader = header.find(request);
        Parsed inQuery = query == null ? Parsed.absent() : query.find(request);
        if (inHeader == Parsed.absent()) {
            return inQuery;
        }
        return inQuery == Parsed.absent() ? inHeader : SigV4Fault.TWICE.malformed();
    }
}
