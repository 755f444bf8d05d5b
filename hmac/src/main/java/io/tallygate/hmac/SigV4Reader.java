package io.tallygate.hmac;

import io.tallygate.model.InboundRequest;
import io.tallygate.spi.Parsed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the SigV4 signature of a request: strictly, and without a look at any key. Thread-safe. */
final class SigV4Reader {
    private static final Logger LOG = LoggerFactory.getLogger(SigV4Reader.class);

    private final SigV4InHeader header;
    private final @Nullable SigV4InQuery query;

    SigV4Reader(SigV4Rules rules) {
        SigV4Dialect dialect = rules.scope().dialect();
        SigV4Form form = new SigV4Form(rules.scope(), rules.canonical());
        this.header = new SigV4InHeader(dialect, rules.bodies(), form);
        this.query = rules.window().takesUrls() ? new SigV4InQuery(rules, form) : null;
    }

    Parsed find(InboundRequest request) {
        SigV4Found found = read(request);
        if (found instanceof PresentedSigV4 signature) {
            return signature;
        }
        if (found == SigV4Fault.ABSENT) {
            return Parsed.absent();
        }
        LOG.debug("signature refused: {}", found);
        return Parsed.malformed();
    }

    /** The signature, or the reason, which is for the log. Two signatures are as wrong as one that is broken. */
    SigV4Found read(InboundRequest request) {
        SigV4Found inHeader = header.find(request);
        SigV4Found inQuery = query == null ? SigV4Fault.ABSENT : query.find(request);
        if (inHeader == SigV4Fault.ABSENT) {
            return inQuery;
        }
        return inQuery == SigV4Fault.ABSENT ? inHeader : SigV4Fault.TWICE;
    }
}
