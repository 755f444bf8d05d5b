package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tallygate.Tallygate;
import io.tallygate.contract.Snippets;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.hmac.client.SignedHost;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Revocation;
import io.tallygate.model.Secret;
import io.tallygate.quota.ledger.InMemoryLedger;
import io.tallygate.quota.plan.Plan;
import io.tallygate.spi.Directory;
import io.tallygate.testing.FakeRequest;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, runs, and does what it says. */
@Tag("anywhere")
class ReadmeTest {
    private static final String IMPORTS = """
            import com.sun.net.httpserver.HttpServer;
            import io.tallygate.*;
            import io.tallygate.apikey.*;
            import io.tallygate.directory.*;
            import io.tallygate.hmac.*;
            import io.tallygate.hmac.client.*;
            import io.tallygate.hmac.webhook.*;
            import io.tallygate.issue.*;
            import io.tallygate.model.*;
            import io.tallygate.model.Restriction.MaxUses.Exactness;
            import io.tallygate.quota.*;
            import io.tallygate.quota.ledger.*;
            import io.tallygate.quota.plan.Plan;
            import io.tallygate.spi.*;
            import java.io.*;
            import java.net.URI;
            import java.net.http.*;
            import java.net.http.HttpRequest.BodyPublishers;
            import java.net.http.HttpResponse.BodyHandlers;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.*;
            import java.util.function.*;
            """;

    @TempDir
    Path directory;

    private Snippets readme;

    @BeforeEach
    void readsThePage() throws Exception {
        readme = Snippets.in(Path.of("README.md"), IMPORTS);
    }

    @Test
    void namesEverySnippet() {
        assertThat(readme.names())
                .containsExactlyInAnyOrder(
                        "issuing",
                        "edgeKeys",
                        "sigv4",
                        "valetUrl",
                        "valetRevoked",
                        "explaining",
                        "webhookReceiver",
                        "webhookSender",
                        "narrowed",
                        "narrowedGate",
                        "signedGate",
                        "signingClient",
                        "responses");
        assertThat(readme.javaBlocks()).isEqualTo(readme.names().size());
    }

    @Test
    void edgesGetKeysOfTheDayOfWhatWasIssued() throws Exception {
        InMemoryDirectory directory = new InMemoryDirectory();
        Method issuing = compile("issuing", "DirectoryAdmin directory, Supplier<Secret> sealingKey", "shownOnce");
        String shown = (String) issuing.invoke(null, directory, Sealed.key(1));
        CredentialId id = new CredentialId(shown.substring(0, shown.indexOf(' ')));
        assertThat(AppSecret.fault(shown.substring(shown.indexOf(' ') + 1))).isNull();
        String parameters = "Directory directory, Supplier<Secret> sealingKey, Supplier<Secret> edgesKey";
        Directory forEdges = (Directory)
                compile("edgeKeys", parameters, "forEdges").invoke(null, directory, Sealed.key(1), Sealed.key(9));
        assertThat(directory.find(id).orElseThrow().secrets())
                .hasSize(2)
                .allMatch(kept -> kept.form().equals("aes-gcm-1:2026"));
        assertThat(forEdges.find(id).orElseThrow().secrets())
                .hasSize(2)
                .allMatch(kept -> kept.form().equals("aes-gcm-days-1:edges-eu"));
    }

    @Test
    void theGateTakesWhatTheKeySigns() throws Exception {
        InMemoryDirectory records = new InMemoryDirectory();
        Object[] made = (Object[])
                compile("sigv4", "InMemoryDirectory directory, Supplier<Secret> sealingKey", "new Object[] {key, gate}")
                        .invoke(null, records, Sealed.key(1));
        IssuedKey key = (IssuedKey) made[0];
        try (Tallygate gate = (Tallygate) made[1]) {
            FakeRequest request = SigV4Client.own(key.id().value(), key.secret())
                    .signWithHash(FakeRequest.get("/orders/7"), Instant.now(), new byte[0]);
            assertThat(gate.admit(request, Demand.of("orders:read")).permitted())
                    .isTrue();
            assertThat(gate.admit(request, Demand.of("orders:write")).permitted())
                    .isFalse();
        }
    }

    @Test
    void aCapturedRequestIsExplained() throws Exception {
        MadeMistakes.Made made = MadeMistakes.ofNative().get(2);
        Object[] said = (Object[]) compile(
                        "explaining",
                        "HmacScheme scheme, InboundRequest captured, Secret secret",
                        "new Object[] {why, base}")
                .invoke(null, TestApp.scheme(), made.request(), Secret.ofUtf8(TestApp.SECRET));
        assertThat(said[0]).isEqualTo("NOT_SIGNED would match if the query were sorted");
        assertThat((String) said[1]).contains("\"@query\": ?b=2&a=1");
    }

    @Test
    void theGateServesWhatTheClientSigns() throws Exception {
        InMemoryDirectory records = new InMemoryDirectory();
        Sealed.insert(records, TestApp.ID, TestApp.SECRET);
        Method opening = compile(
                "signedGate",
                "Directory directory, Supplier<Secret> sealingKey, Ledger ledger, Plan starter, Path stateDirectory",
                "gate");
        Method client = compile("signingClient", "String appId, Secret secret, URI uri", "answer.statusCode()");
        Plan starter = Plan.named("starter").included(12_000).overage("0.05 USD", 10);
        try (Tallygate gate = (Tallygate) opening.invoke(
                        null, records, Sealed.key(1), new InMemoryLedger(), starter, directory.resolve("state"));
                SignedHost host = SignedHost.jdk(gate)) {
            Secret secret = Secret.ofUtf8(TestApp.SECRET);
            assertThat(client.invoke(null, TestApp.ID, secret, host.uri()))
                    .as("known, and its replays not yet told from new requests, as it has only just started")
                    .isEqualTo(503);
            assertThat(client.invoke(null, TestApp.ID, Secret.ofUtf8("tgs_other"), host.uri()))
                    .isEqualTo(401);
        }
    }

    @Test
    void theAskerVerifiesWhatTheAnswererSigns() throws Exception {
        Map<String, List<String>> headers = new HashMap<>(Map.of("Content-Digest", List.of("sha-256=:AAAA:")));
        HttpMessage.Request request =
                new HttpMessage.Request("GET", "https", "api.example.com", "/", name -> List.of("tg=:AAAA:"));
        HttpMessage response = new HttpMessage.Response(200, HttpMessage.Fields.of(headers), request);
        BiConsumer<String, String> header = (name, value) -> headers.put(name, List.of(value));
        List<String> answered = new ArrayList<>();
        compile(
                        "responses",
                        "Secret secret, HttpMessage response, Instant now, BiConsumer<String, String> header,"
                                + " List<String> answered",
                        "null")
                .invoke(null, Secret.ofUtf8("a secret"), response, Instant.EPOCH, header, answered);
        assertThat(answered).containsExactly("edge");
    }

    @Test
    void theUrlIsGenuineUntilItIsRevoked() throws Exception {
        InMemoryDirectory records = new InMemoryDirectory();
        IssuedKey key = AppKeys.in(records).sealing("2026", Sealed.key(1)).issue("acme");
        String appId = key.id().value();
        String url = (String) compile("valetUrl", "String appId, Secret secret", "url")
                .invoke(null, appId, Secret.ofUtf8(key.secret()));
        assertThat(denialOf(url, records)).as("without a meter").isEqualTo(Denial.RESTRICTED);
        String parameters = "DirectoryAdmin directory, String appId, Instant ends, Instant leaked";
        Instant now = Instant.now();
        compile("valetRevoked", parameters, "null").invoke(null, records, appId, now.plusSeconds(60), now);
        assertThat(denialOf(url, records)).isEqualTo(Denial.REVOKED);
    }

    private static Denial denialOf(String url, InMemoryDirectory records) {
        try (Tallygate gate = Tallygate.builder()
                .directory(records)
                .central(calls -> calls.timeout(Duration.ofSeconds(10))) // for a machine with other work
                .accept(ValetEdge.scheme())
                .build()) {
            FakeRequest request = FakeRequest.get(url.substring(ValetEdge.HOST.length()));
            return ((Deny) gate.admit(request, Demand.plain())).denial();
        }
    }

    @Test
    void theReceiverTakesWhatTheSenderSendsAndNothingElse() throws Exception {
        Secret newest = Secret.ofUtf8("whsec_bmV3ZXItMDEyMzQ1Njc4OTAxMjM0NTY3OA==");
        Secret older = Secret.ofUtf8("whsec_b2xkZXItMDEyMzQ1Njc4OTAxMjM0NTY3OA==");
        Method receiver =
                compile("webhookReceiver", "Secret secret, HttpServer server, Map<String, byte[]> inbox", "null");
        Method sender = compile("webhookSender", "Secret newest, Secret older, URI endpoint, byte[] body", "request");
        byte[] body = "{\"name\":\"Zoë\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> inbox = new LinkedHashMap<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            receiver.invoke(null, older, server, inbox);
            server.start();
            URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort() + "/hooks");
            HttpRequest.Builder request = (HttpRequest.Builder) sender.invoke(null, newest, older, endpoint, body);

            assertThat(status(request.copy().header("webhook-id", "msg_1"))).isEqualTo(400);
            assertThat(status(HttpRequest.newBuilder(endpoint))).isEqualTo(400);
            assertThat(inbox).isEmpty();
            assertThat(status(request)).isEqualTo(204);
            assertThat(inbox).containsExactly(Map.entry("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", body));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whoHoldsAKeyNarrowsItAndTheGateKeepsToThat() throws Exception {
        InMemoryDirectory directory = new InMemoryDirectory();
        IssuedKey issued = AppKeys.in(directory).sealing("2026", Sealed.key(1)).issue("acme");
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create("http://localhost"));
        AttenuableKey narrowed = (AttenuableKey) compile(
                        "narrowed",
                        "String appId, Secret secret, Instant tonight, HttpRequest.Builder request",
                        "forReports")
                .invoke(
                        null,
                        issued.id().value(),
                        Secret.ofUtf8(issued.secret()),
                        Instant.parse("2999-01-01T00:00:00Z"),
                        sent);
        String authorization =
                sent.build().headers().firstValue("Authorization").orElseThrow();
        try (Tallygate gate =
                (Tallygate) compile("narrowedGate", "Directory directory, Supplier<Secret> sealingKey", "gate")
                        .invoke(null, directory, Sealed.key(1))) {
            Predicate<String> permitted = method -> gate.admit(
                            FakeRequest.of(method, "/reports/7").header("Authorization", authorization), Demand.plain())
                    .permitted();
            assertThat(permitted.test("GET")).isTrue();
            assertThat(permitted.test("DELETE")).isFalse();
            gate.revoke(new Revocation.OfToken(AttenuableKeys.ISSUER, narrowed.id()));
            assertThat(permitted.test("GET")).isFalse();
        }
    }

    private Method compile(String name, String parameters, String result) {
        return readme.compile(name, parameters, result, directory);
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }
}
