package io.tallygate.examples.load;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.hmac.AppKeys;
import io.tallygate.hmac.HmacScheme;
import io.tallygate.hmac.PresentedSignature;
import io.tallygate.hmac.Replays;
import io.tallygate.hmac.RequestSigner;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Demand;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** An edge with one app key, and three who sign for it: one who has the key, one who knows its name, one who names another. */
final class SigningEdge implements AutoCloseable {
    private static final URI TARGET = URI.create("http://localhost/orders?page=1");

    private final ManualTime time;
    private final RandomGenerator random;
    private final Tallygate gate;
    private final AuthenticationScheme<PresentedSignature> scheme;
    private final Proof<PresentedSignature> decoy;
    private final RequestSigner holder;
    private final RequestSigner forger;
    private final RequestSigner stranger;

    SigningEdge(ManualTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
        AppKeys keys = AppKeys.in(new InMemoryDirectory())
                .sealing("load", SigningEdge::sealingKey)
                .time(time)
                .random(random);
        IssuedKey key = keys.issue("acme", "orders:read");
        Secret other = Secret.ofUtf8(keys.issue("acme").secret());
        this.holder = signer(key.id(), Secret.ofUtf8(key.secret()));
        this.forger = signer(key.id(), other);
        this.stranger = signer(keys.draft().id(), other);
        Shelf directory = new Shelf(List.of(key.record()));
        HmacScheme settings = HmacScheme.profile("orders")
                .sealing("load", SigningEdge::sealingKey)
                .replays(Replays.local().servingAtOnce());
        this.gate = Tallygate.builder()
                .directory(directory)
                .accept(settings)
                .time(time)
                .build();
        this.scheme = settings.open(new Environment(time, random, time, new Listener() {}, Optional.of(directory)));
        this.decoy = scheme.decoy().orElseThrow();
    }

    private static Secret sealingKey() {
        return Secret.of(new byte[32]);
    }

    private RequestSigner signer(CredentialId name, Secret secret) {
        return RequestSigner.of(name.value(), secret).time(time).random(random);
    }

    /** By a gate that remembers what it heard of the name a moment ago. */
    void admit(FakeRequest request) {
        gate.admit(request, Demand.plain());
    }

    /** By the scheme alone, which looks up the name each time: what a gate has it do for a request that comes to nothing. */
    void lookUp(FakeRequest request) {
        PresentedSignature presented = (PresentedSignature) scheme.parse(request);
        Resolution<PresentedSignature> found = scheme.resolve(presented);
        Proof<PresentedSignature> proof =
                found instanceof Resolution.Known<PresentedSignature> known ? known.proof() : decoy;
        proof.verify(presented, request, time.epochMillis());
    }

    /** Of a name that nobody has. */
    FakeRequest unknown() {
        return request(stranger.sign("GET", TARGET));
    }

    /** Of the key's name, with another secret. */
    FakeRequest known() {
        return request(forger.sign("GET", TARGET));
    }

    /** Signed as it should be, and one byte of the code changed. */
    FakeRequest wrongAt(int index) {
        Map<String, String> fields = holder.sign("GET", TARGET);
        String signature = fields.get("Signature");
        int from = signature.indexOf(':') + 1;
        byte[] code = Base64.getDecoder().decode(signature.substring(from, signature.length() - 1));
        code[index] ^= 1;
        fields.put(
                "Signature", signature.substring(0, from) + Base64.getEncoder().encodeToString(code) + ":");
        return request(fields);
    }

    private static FakeRequest request(Map<String, String> fields) {
        FakeRequest request =
                FakeRequest.get("/orders?page=1").authority("localhost").peer(null);
        for (Map.Entry<String, String> field : fields.entrySet()) {
            request = request.header(field.getKey(), field.getValue());
        }
        return request;
    }

    @Override
    public void close() {
        gate.close();
        scheme.close();
    }
}
