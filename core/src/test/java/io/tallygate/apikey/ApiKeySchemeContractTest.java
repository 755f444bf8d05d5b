package io.tallygate.apikey;

import io.tallygate.contract.SchemeContract;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class ApiKeySchemeContractTest extends SchemeContract<PresentedKey> {
    private static final Secret PEPPER = Secret.ofUtf8("0123456789abcdef");

    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private final Random random = new Random(1);
    private final InMemoryDirectory directory = new InMemoryDirectory();
    private final ApiKeys keys = ApiKeys.in(directory).time(time).random(random).pepper("2026", () -> PEPPER);
    private final IssuedKey issued = keys.issue("acme", "orders:read");

    FakeRequest carrying(String key) {
        return FakeRequest.get("/orders").header("X-Api-Key", key);
    }

    @Override
    protected AuthenticationScheme<PresentedKey> open() {
        return ApiKeyScheme.standard()
                .pepper("2026", () -> PEPPER)
                .open(new Environment(time, random, time, new Listener() {}, Optional.of(directory)));
    }

    @Override
    protected FakeRequest genuine() {
        return carrying(issued.secret());
    }

    @Override
    protected FakeRequest unknown() {
        CredentialId nobody = new KeyFormat("tg").newId(Instant.ofEpochSecond(1_800_000_000L), random);
        return carrying(KeyFormat.newKey(nobody, random));
    }

    @Override
    protected FakeRequest wrongSecret() {
        return carrying(KeyFormat.newKey(issued.id(), random));
    }

    @Override
    protected List<FakeRequest> malformed() {
        String key = issued.secret();
        return List.of(
                genuine().header("X-Api-Key", key),
                genuine().header("Authorization", "Bearer " + key),
                carrying(key.substring(0, key.length() - 1)),
                carrying(key + "a".repeat(10_000)),
                carrying(key.substring(0, key.length() - 1) + "\u00e9"));
    }

    @Override
    protected List<FakeRequest> absent() {
        return List.of(
                FakeRequest.get("/?api_key=" + issued.secret()),
                FakeRequest.get("/").header("Authorization", "Basic dTpw"),
                FakeRequest.get("/").header("Authorization", "Bearer eyJhbGciOiJFUzI1NiJ9.e30.x"));
    }

    @Override
    protected List<String> secrets() {
        String hash = issued.record().secrets().get(0).value();
        return List.of(
                issued.secret(), issued.secret().substring(issued.id().value().length()), hash);
    }

    @Override
    protected long epochMillis() {
        return time.epochMillis();
    }

    /** The same key as a bearer token. */
    static class BearerTest extends ApiKeySchemeContractTest {
        @Override
        FakeRequest carrying(String key) {
            return FakeRequest.get("/orders").header("Authorization", "Bearer " + key);
        }
    }
}
