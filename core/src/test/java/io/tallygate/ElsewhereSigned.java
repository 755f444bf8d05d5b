package io.tallygate;

import io.tallygate.contract.TinySigned;
import io.tallygate.model.Denial;
import io.tallygate.model.InboundRequest;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.testing.FakeRequest;
import java.util.List;

/** The signing scheme in a field of its own, so that a request can carry two credentials. */
record ElsewhereSigned(TinySigned signed) implements AuthenticationScheme<TinySigned.Signed> {
    @Override
    public String name() {
        return "elsewhere";
    }

    @Override
    public Parsed parse(InboundRequest request) {
        List<String> lines = request.headers("X-Signed");
        return lines.isEmpty()
                ? Parsed.absent()
                : signed.parse(FakeRequest.get("/").header("Authorization", lines.get(0)));
    }

    @Override
    public Resolution<TinySigned.Signed> resolve(TinySigned.Signed credential) {
        return signed.resolve(credential);
    }

    @Override
    public List<String> challenges(Denial denial, String realm) {
        return List.of();
    }
}
