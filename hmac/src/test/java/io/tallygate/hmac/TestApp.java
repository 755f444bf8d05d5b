package io.tallygate.hmac;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** One app with its key, a directory that knows it, and requests that it signs, all at one time. */
final class TestApp {
    static final String ID = "tga_1";
    static final String SECRET = "tgs_0123456789abcdefghijklmnopqrstuvwxyz";
    static final String BODY = "{\"item\": 7}";

    private final ManualTime time = ManualTime.at("2026-11-21T12:00:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private final RandomGenerator random = new Random(7); // thread-safe, or two threads may get one nonce
    private final List<String> alarms = new ArrayList<>();
    private final Listener listener = new Listener() {
        @Override
        public void onAlarm(String code, String message) {
            alarms.add(code + ": " + message);
        }
    };

    TestApp() {
        Sealed.insert(directory, ID, SECRET);
    }

    ManualTime time() {
        return time;
    }

    List<String> alarms() {
        return alarms;
    }

    InMemoryDirectory directory() {
        return directory;
    }

    /** One that serves from the start. */
    static HmacScheme scheme() {
        return HmacScheme.profile("orders")
                .sealing("2026", Sealed.key(1))
                .replays(Replays.local().servingAtOnce());
    }

    AuthenticationScheme<PresentedSignature> open(HmacScheme scheme) {
        return scheme.open(environment());
    }

    Environment environment() {
        return new Environment(time, random, time, listener, Optional.of(directory));
    }

    RequestSigner signer() {
        return signer(ID, SECRET);
    }

    RequestSigner signer(String id, String secret) {
        return RequestSigner.of(id, Secret.ofUtf8(secret)).time(time).random(random);
    }

    FakeRequest get(String target) {
        return get(signer(), target);
    }

    static FakeRequest get(RequestSigner signer, String target) {
        return with(FakeRequest.get(target), signer.sign("GET", uri(target)));
    }

    FakeRequest post(String target) {
        return post(signer(), target);
    }

    /** With a body of {@link #BODY}. */
    static FakeRequest post(RequestSigner signer, String target) {
        String digest = RequestSigner.contentDigest(BODY.getBytes(StandardCharsets.UTF_8));
        Map<String, List<String>> headers = Map.of("Content-Type", List.of("application/json"));
        FakeRequest request = FakeRequest.post(target)
                .header("Content-Type", "application/json")
                .header("Content-Length", Integer.toString(BODY.length()));
        return with(request, signer.sign("POST", uri(target), headers, digest));
    }

    static URI uri(String target) {
        return URI.create("http://api.example.com" + target);
    }

    static FakeRequest with(FakeRequest request, Map<String, String> fields) {
        FakeRequest more = request;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            more = more.header(field.getKey(), field.getValue());
        }
        return more;
    }

    /** The same request with other values for one of its fields. */
    static FakeRequest replacing(FakeRequest request, String name, String... values) {
        FakeRequest other = FakeRequest.of(request.method(), request.target()).authority(request.authority());
        for (String present : List.copyOf(request.headerNames())) {
            if (!present.equalsIgnoreCase(name)) {
                other = other.header(present, request.headers(present).get(0));
            }
        }
        for (String value : values) {
            other = other.header(name, value);
        }
        return other;
    }
}
