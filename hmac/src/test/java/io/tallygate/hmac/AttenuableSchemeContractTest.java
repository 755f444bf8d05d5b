package io.tallygate.hmac;

import io.tallygate.contract.SchemeContract;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.testing.FakeRequest;
import java.util.List;

class AttenuableSchemeContractTest extends SchemeContract<PresentedAttenuableKey> {
    private final AttenuableEdge edge = new AttenuableEdge();
    private final String key = edge.keys()
            .make()
            .narrow(n -> n.methods("GET").paths("/orders"), edge.random)
            .text();

    @Override
    protected AuthenticationScheme<PresentedAttenuableKey> open() {
        return edge.open();
    }

    @Override
    protected FakeRequest genuine() {
        return AttenuableEdge.carrying(key);
    }

    @Override
    protected FakeRequest unknown() {
        AttenuableKeys nobodys = AttenuableKeys.of("tga_1xUip60000000", AttenuableEdge.SECRET);
        return AttenuableEdge.carrying(nobodys.time(edge.time).make().text());
    }

    @Override
    protected FakeRequest wrongSecret() {
        return AttenuableEdge.carrying(edge.keys(AttenuableEdge.GUESSED).make().text());
    }

    @Override
    protected List<FakeRequest> malformed() {
        return List.of(
                genuine().header("Authorization", "Bearer " + key),
                genuine().header("authorization", "Basic dTpw"),
                AttenuableEdge.carrying(key.substring(0, key.length() - (key.length() - 4) % 4 - 3)),
                AttenuableEdge.carrying(key + "A".repeat(2048)),
                AttenuableEdge.carrying(key.substring(0, key.length() - 1) + "\u00e9"),
                AttenuableEdge.carrying(key + "="),
                AttenuableEdge.carrying(key + " "));
    }

    @Override
    protected List<FakeRequest> absent() {
        return List.of(
                FakeRequest.get("/?key=" + key),
                FakeRequest.get("/").header("Authorization", "Basic " + key),
                AttenuableEdge.carrying(AttenuableEdge.APP),
                AttenuableEdge.carrying("tg_0123456789"),
                AttenuableEdge.carrying("eyJhbGciOiJFUzI1NiJ9.e30.x"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(key, key.substring(key.length() - 40), AttenuableEdge.TEXT);
    }

    @Override
    protected long epochMillis() {
        return edge.time.epochMillis();
    }
}
