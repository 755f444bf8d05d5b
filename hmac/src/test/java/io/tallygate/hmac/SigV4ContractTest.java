package io.tallygate.hmac;

import io.tallygate.contract.SchemeContract;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that are signed in their header and only read. */
class SigV4ContractTest extends SchemeContract<PresentedSigV4> {
    private static final String SECRET = "tgs_Zm9vYmFyYmF6";

    final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);

    SigV4ContractTest() {
        Sealed.insert(directory, "tga_1", SECRET);
    }

    static SigV4Client client(String id, String secret) {
        return SigV4Client.own(id, secret);
    }

    FakeRequest signed(SigV4Client client) {
        return client.signWithHash(FakeRequest.get("/orders?page=2"), time.instant(), new byte[0]);
    }

    @Override
    protected AuthenticationScheme<PresentedSigV4> open() {
        return SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")
                .encodedPaths()
                .sealing("2026", Sealed.key(1))
                .replays(Replays.local().servingAtOnce())
                .open(new Environment(time, new Random(1), time, new Listener() {}, Optional.of(directory)));
    }

    @Override
    protected FakeRequest genuine() {
        return signed(client("tga_1", SECRET));
    }

    @Override
    protected FakeRequest unknown() {
        return signed(client("tga_2", SECRET));
    }

    @Override
    protected FakeRequest wrongSecret() {
        return signed(client("tga_1", "tgs_other"));
    }

    @Override
    protected List<FakeRequest> malformed() {
        String line = signed(client("tga_1", SECRET)).headers("Authorization").get(0);
        return List.of(
                genuine().header("Authorization", line),
                genuine().header("X-Tg-Date", SigV4Client.time(time.instant())),
                carrying(line.substring(0, line.length() - 1)),
                carrying(line + "0".repeat(10_000)),
                carrying(line.replace("tga_1", "tga_\u00e9")),
                carrying(line.replace("TALLYGATE4-HMAC-SHA256 ", "tallygate4-hmac-sha256 ")));
    }

    private FakeRequest carrying(String line) {
        return FakeRequest.get("/orders?page=2")
                .header("X-Tg-Date", SigV4Client.time(time.instant()))
                .header("X-Tg-Content-Sha256", Sha256.OF_NOTHING)
                .header("Authorization", line);
    }

    @Override
    protected List<FakeRequest> absent() {
        return List.of(
                FakeRequest.get("/?X-Amz-Signature=0"),
                FakeRequest.get("/").header("Authorization", "Basic dTpw"),
                FakeRequest.get("/").header("Authorization", "AWS4-HMAC-SHA256 Credential=x"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(SECRET, "Zm9vYmFyYmF6");
    }

    @Override
    protected long epochMillis() {
        return time.epochMillis();
    }

    /** Requests that change something, each with a nonce. */
    static class OnceTest extends SigV4ContractTest {
        private final AtomicInteger nonces = new AtomicInteger();

        @Override
        FakeRequest signed(SigV4Client client) {
            FakeRequest request = FakeRequest.post("/orders").header("X-Tg-Nonce", "n" + nonces.incrementAndGet());
            return client.signWithHash(request, time.instant(), new byte[] {1});
        }

        @Override
        protected boolean refusesReplays() {
            return true;
        }
    }
}
