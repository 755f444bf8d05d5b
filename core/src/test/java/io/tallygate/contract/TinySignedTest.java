package io.tallygate.contract;

import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class TinySignedTest extends SchemeContract<TinySigned.Signed> {
    private static final byte[] SECRET = "quite a secret".getBytes(StandardCharsets.UTF_8);
    private static final long NOW = 1_750_000_000_000L;

    private final AtomicInteger nonces = new AtomicInteger();

    @Override
    protected AuthenticationScheme<TinySigned.Signed> open() {
        return new TinySigned(Map.of("app1", SECRET));
    }

    private FakeRequest signed(String key, byte[] secret) {
        String nonce = "n" + nonces.incrementAndGet();
        return FakeRequest.post("/orders")
                .header(
                        "Authorization",
                        TinySigned.sign(key, secret, "POST", "/orders", NOW, nonce, TinySigned.NO_BODY));
    }

    @Override
    protected FakeRequest genuine() {
        return signed("app1", SECRET);
    }

    @Override
    protected FakeRequest unknown() {
        return signed("app2", SECRET);
    }

    @Override
    protected FakeRequest wrongSecret() {
        return signed("app1", new byte[] {1});
    }

    @Override
    protected List<FakeRequest> malformed() {
        String whole = genuine().headers("Authorization").get(0);
        return List.of(
                genuine().header("Authorization", whole),
                FakeRequest.get("/").header("Authorization", whole.substring(0, whole.length() - 1)),
                FakeRequest.get("/").header("Authorization", whole + "0".repeat(500)),
                FakeRequest.get("/").header("Authorization", whole.replace("app1", "\u00E4pp1")));
    }

    @Override
    protected List<FakeRequest> absent() {
        return List.of(FakeRequest.get("/").header("Authorization", "Bearer abc"));
    }

    @Override
    protected List<String> secrets() {
        return List.of("quite a secret");
    }

    @Override
    protected long epochMillis() {
        return NOW;
    }

    @Override
    protected boolean refusesReplays() {
        return true;
    }
}
