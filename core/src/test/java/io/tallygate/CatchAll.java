package io.tallygate;

import io.tallygate.contract.TinyBearer;
import io.tallygate.model.Denial;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import java.util.List;

/** A scheme that wants to be asked last, and counts how often it was. */
class CatchAll implements AuthenticationScheme<TinyBearer.Token> {
    int asked;

    @Override
    public String name() {
        return "catch-all";
    }

    @Override
    public Parsed parse(InboundRequest request) {
        asked++;
        return Parsed.absent();
    }

    @Override
    public Resolution<TinyBearer.Token> resolve(TinyBearer.Token credential) {
        return TinyBearer.unknown();
    }

    @Override
    public List<String> challenges(Denial denial, String realm) {
        return List.of();
    }

    @Override
    public boolean last() {
        return true;
    }
}
