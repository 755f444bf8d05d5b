package io.tallygate.hmac.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.hmac.RequestSigner;
import io.tallygate.hmac.SignedGate;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client, a host and a gate, over real connections, with both adapters. */
class SigningClientTest {
    private enum Adapter {
        JDK(SignedHost::jdk),
        JETTY(SignedHost::jetty);

        private final SignedHost.Starter starter;

        Adapter(SignedHost.Starter starter) {
            this.starter = starter;
        }
    }

    private final SignedGate gate = new SignedGate();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SigningClient client = SigningClient.of(http, gate.signer()).trustingPlainAnswers();
    private SignedHost host;

    private void start(Adapter adapter) throws Exception {
        host = adapter.starter.start(gate.gate());
    }

    @AfterEach
    void close() throws Exception {
        host.close();
        gate.close();
    }

    @ParameterizedTest
    @EnumSource
    void servesWhatItSigns(Adapter adapter) throws Exception {
        start(adapter);
        assertThat(client.send(get("/orders?a=b%20c"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        for (byte[] body : List.of("{}".getBytes(UTF_8), large)) {
            assertThat(client.send(post(body), BodyHandlers.ofByteArray()).body())
                    .isEqualTo(body);
            assertThat(client.sendAsync(post(body), BodyHandlers.ofByteArray())
                            .get()
                            .body())
                    .isEqualTo(body);
            HttpRequest chunked = request("/orders")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build();
            assertThat(client.send(chunked, BodyHandlers.ofByteArray()).body()).isEqualTo(body);
        }
        HttpRequest empty = request("/orders").POST(BodyPublishers.noBody()).build();
        assertThat(client.send(empty, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void refusesABodyThatIsNotTheSignedOne(Adapter adapter) throws Exception {
        start(adapter);
        for (int length : List.of(2, 300_000)) {
            byte[] body = new byte[length];
            byte[] other = body.clone();
            other[length - 1] = 1;
            HttpResponse<String> answer = http.send(signedBy(gate.signer(), body, other), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("digest-mismatch");
        }
    }

    private HttpRequest signedBy(RequestSigner signer, byte[] signed, byte[] sent) {
        HttpRequest.Builder request = request("/orders").header("Content-Type", "a/b");
        signer.sign("POST", uri("/orders"), Map.of("Content-Type", List.of("a/b")), RequestSigner.contentDigest(signed))
                .forEach(request::header);
        return request.POST(BodyPublishers.ofByteArray(sent)).build();
    }

    @ParameterizedTest
    @EnumSource
    void refusesABodyWhereNoneIsSigned(Adapter adapter) throws Exception {
        start(adapter);
        HttpRequest.Builder request = request("/orders");
        gate.signer().sign("POST", uri("/orders")).forEach(request::header);
        HttpResponse<String> answer =
                http.send(request.POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("incomplete-signature");
        assertThat(answer.headers().firstValue("Accept-Signature"))
                .hasValueSatisfying(it -> assertThat(it).contains("content-digest"));
    }

    @ParameterizedTest
    @EnumSource
    void letsARequestInOnce(Adapter adapter) throws Exception {
        start(adapter);
        HttpRequest request = signedBy(gate.signer(), new byte[2], new byte[2]);
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        HttpResponse<String> again = http.send(request, BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.headers().firstValue("WWW-Authenticate"))
                .contains("Signature realm=\"api\", error=\"replayed\"");
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhoHasNotSignedHowTo(Adapter adapter) throws Exception {
        start(adapter);
        HttpResponse<String> answer = http.send(get("/orders"), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Signature realm=\"api\"");
        assertThat(answer.headers().firstValue("Accept-Signature"))
                .hasValueSatisfying(it -> assertThat(it).startsWith("orders=(\"@method\""));
        assertThat(answer.headers().firstValue("Want-Content-Digest")).contains("sha-256=10, sha-512=5");
    }

    @ParameterizedTest
    @EnumSource
    void learnsHowMuchTheClocksDiffer(Adapter adapter) throws Exception {
        start(adapter);
        for (Duration wrong : List.of(Duration.ofHours(2), Duration.ofMinutes(-7))) {
            RequestSigner signer = gate.signer().time(gate.clock(wrong));
            SigningClient careful = SigningClient.of(http, signer);
            assertThat(careful.send(get("/"), BodyHandlers.ofString()).statusCode())
                    .as("nobody vouches for the time")
                    .isEqualTo(401);
            SigningClient learning = careful.trustingPlainAnswers();
            assertThat(learning.send(post(new byte[3]), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            int before = gate.decisions();
            assertThat(learning.sendAsync(get("/"), BodyHandlers.ofString())
                            .get()
                            .statusCode())
                    .isEqualTo(200);
            assertThat(gate.decisions() - before).as("at once, from then on").isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void signsOnceMoreWhenAsked(Adapter adapter) throws Exception {
        start(adapter);
        SigningClient lagging = SigningClient.of(http, gate.signer().time(gate.clockThatLagsOnce()));
        assertThat(lagging.send(get("/"), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        SigningClient hopeless = SigningClient.of(http, gate.signer().time(gate.clock(Duration.ofSeconds(-2))));
        int before = gate.decisions();
        assertThat(hopeless.send(get("/"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
        assertThat(gate.decisions() - before).as("once more, and then no more").isEqualTo(2);
    }

    /** A handler may write a file, and a body that is a stream and never read holds its connection. */
    @ParameterizedTest
    @EnumSource
    void givesItsHandlerOneAnswer(Adapter adapter) throws Exception {
        start(adapter);
        List<Integer> handled = new ArrayList<>();
        HttpResponse.BodyHandler<String> handler = info -> {
            handled.add(info.statusCode());
            return BodyHandlers.ofString().apply(info);
        };
        SigningClient lagging = SigningClient.of(http, gate.signer().time(gate.clockThatLagsOnce()));
        assertThat(lagging.send(get("/"), handler).statusCode()).isEqualTo(200);
        SigningClient hopeless = SigningClient.of(http, gate.signer().time(gate.clock(Duration.ofSeconds(-2))));
        assertThat(hopeless.sendAsync(get("/"), handler).get().body()).contains("resign");
        assertThat(handled).containsExactly(200, 401);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotSignWhatItCannot(Adapter adapter) throws Exception {
        start(adapter);
        assertThatThrownBy(() -> client.send(get("/a//b"), BodyHandlers.ofString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EMPTY_SEGMENT");
        assertThat(client.sendAsync(get("/a//b"), BodyHandlers.ofString())).isCompletedExceptionally();
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatThrownBy(() -> SigningClient.of(following, gate.signer()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private URI uri(String target) {
        return URI.create(host.uri() + target);
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(uri(target));
    }

    private HttpRequest get(String target) {
        return request(target).build();
    }

    private HttpRequest post(byte[] body) {
        return request("/orders").POST(BodyPublishers.ofByteArray(body)).build();
    }
}
