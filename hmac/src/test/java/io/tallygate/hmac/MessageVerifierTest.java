package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallygate.contract.Vectors;
import io.tallygate.model.Secret;
import io.tallygate.testing.FakeRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Secret SECRET = Secret.ofUtf8("a secret of two parties");
    private static final MessageVerifier.Keys KEYS = id -> id.equals("k") ? List.of(SECRET) : List.of();

    private final MessageVerifier verifier = MessageVerifier.keys(KEYS).requiring("@method", "Date");

    /** RFC 9421, B.2.5. */
    @Test
    void verifiesTheExampleOfTheRfc() throws Exception {
        Path vector = Vectors.find("rfc9421/b25.json").orElse(null);
        if (vector == null) {
            return;
        }
        Map<String, String> example = texts(vector);
        Secret secret = Secret.of(Base64.getDecoder().decode(example.get("secret_base64")));
        FakeRequest request = FakeRequest.of(example.get("method"), example.get("target"))
                .authority(example.get("Host"))
                .header("Date", example.get("Date"))
                .header("Content-Type", example.get("Content-Type"))
                .header("Signature-Input", example.get("signature_input"))
                .header("Signature", example.get("signature"));
        MessageVerifier ofRfc =
                MessageVerifier.keys(id -> List.of(secret)).requiring("date", "@authority", "content-type");
        Instant then = Instant.ofEpochSecond(1_618_884_473);

        VerifiedSignature verified = (VerifiedSignature) ofRfc.verify(request, then);
        assertThat(verified.label()).isEqualTo("sig-b25");
        assertThat(verified.keyId()).isEqualTo(example.get("keyid"));
        assertThat(verified.components()).containsExactly("\"date\"", "\"@authority\"", "\"content-type\"");
        assertThat(verified.created()).isEqualTo(then);
        assertThat(base(request, example.get("signature_input"))).isEqualTo(example.get("signature_base"));
        assertThat(ofRfc.verify(request.authority("example.org"), then)).isEqualTo(SignatureFault.SIGNATURE);
        System.out.println("RFC9421 examples=1");
    }

    private static String base(FakeRequest request, String input) {
        SignatureBase base = new SignatureBase();
        Slice value = new Slice(input, input.indexOf('('), input.length());
        BaseLines.write(
                base,
                SignatureParameters.read(value),
                new HttpMessage.Request(request.method(), "http", "example.com", request.target(), request::headers));
        return base.text();
    }

    /** Every text of the file: of an object by its name, of a pair by the first. */
    private static Map<String, String> texts(Path file) throws Exception {
        Map<String, String> texts = new HashMap<>();
        List<String> pair = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && json.currentName() != null) {
                    texts.put(json.currentName(), json.getText());
                } else if (token == JsonToken.VALUE_STRING) {
                    pair.add(json.getText());
                } else if (token == JsonToken.END_ARRAY && pair.size() == 2) {
                    texts.put(pair.get(0), pair.get(1));
                    pair.clear();
                }
            }
        }
        return texts;
    }

    @Test
    void saysWhatDoesNotHold() {
        FakeRequest request = FakeRequest.get("/a").header("Date", "now");
        String good = "(\"@method\" \"date\");created=" + NOW.getEpochSecond() + ";keyid=\"k\"";
        assertThat(verifier.verify(signed(request, "a", good), NOW)).isInstanceOf(VerifiedSignature.class);
        Map<String, SignatureFault> faults = Map.of(
                good.replace("\"k\"", "\"l\""),
                SignatureFault.KEY,
                good + ";alg=\"hmac-sha512\"",
                SignatureFault.ALGORITHM,
                good.replace(";keyid=\"k\"", ""),
                SignatureFault.PARAMETER,
                good.replace("\"date\"", "\"@path\""),
                SignatureFault.COVERAGE,
                good.replace("\"date\"", "\"date\" \"date\""),
                SignatureFault.COMPONENT,
                good.replaceAll(";created=\\d+", ""),
                SignatureFault.COVERAGE,
                good.replaceAll("created=\\d+", "created=1"),
                SignatureFault.TOO_OLD,
                good.replaceAll("created=\\d+", "created=99999999999"),
                SignatureFault.TOO_NEW,
                good + ";expires=" + NOW.getEpochSecond(),
                SignatureFault.EXPIRED);
        faults.forEach((parameters, fault) -> assertThat(verifier.verify(signed(request, "a", parameters), NOW))
                .as(parameters)
                .isEqualTo(fault));
        assertThat(verifier.verify(request, NOW)).isEqualTo(SignatureFault.ABSENT);
        assertThat(verifier.verify(request.authority(null), NOW)).isEqualTo(SignatureFault.AUTHORITY);
        assertThat(verifier.verify(request.header("Signature-Input", "a=" + good), NOW))
                .isEqualTo(SignatureFault.SPELLING);
        FakeRequest cut = request.header("Signature-Input", "a=" + good).header("Signature", "a=:AAAA:");
        assertThat(verifier.verify(cut, NOW)).isEqualTo(SignatureFault.SIGNATURE_FORM);
        assertThat(verifier.verify(cut.header("Signature", "b=:" + "A".repeat(9000) + ":"), NOW))
                .isEqualTo(SignatureFault.TOO_LARGE);
    }

    @Test
    void takesTheSignatureThatIsAskedFor() {
        FakeRequest request = FakeRequest.get("/a").header("Date", "now");
        String rest = "(\"@method\" \"date\");created=" + NOW.getEpochSecond() + ";keyid=\"k\"";
        FakeRequest both = signed(signed(request, "a", rest + ";tag=\"x\""), "b", rest + ";tag=\"y\"");
        assertThat(verifier.verify(both, NOW)).isEqualTo(SignatureFault.AMBIGUOUS);
        assertThat(verifier.label("c").verify(both, NOW)).isEqualTo(SignatureFault.ABSENT);
        assertThat(verifier.label("a").tag("y").verify(both, NOW)).isEqualTo(SignatureFault.ABSENT);
        assertThat(((VerifiedSignature) verifier.label("b").verify(both, NOW)).tag())
                .isEqualTo("y");
        assertThat(((VerifiedSignature) verifier.tag("x").verify(both, NOW)).label())
                .isEqualTo("a");
    }

    @Test
    void verifiesOfAnyAgeWhenAsked() {
        FakeRequest request = FakeRequest.get("/a").header("Date", "now");
        String ageless = "(\"@method\" \"date\");keyid=\"k\"";
        MessageVerifier patient = verifier.ofAnyAge();
        assertThat(((VerifiedSignature) patient.verify(signed(request, "a", ageless), NOW)).created())
                .isNull();
        assertThat(patient.verify(signed(request, "a", ageless + ";created=1;expires=2"), NOW))
                .isEqualTo(SignatureFault.EXPIRED);
        MessageVerifier strict = verifier.maxAge(Duration.ofSeconds(5));
        String aged = ageless + ";created=" + (NOW.getEpochSecond() - 6);
        assertThat(strict.verify(signed(request, "a", aged), NOW)).isEqualTo(SignatureFault.TOO_OLD);
        assertThat(verifier.verify(signed(request, "a", aged), NOW)).isInstanceOf(VerifiedSignature.class);
        assertThatThrownBy(() -> verifier.maxAge(Duration.ofHours(2))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whoever has asked knows that it is the answer to his request, and the whole of it. */
    @Test
    void verifiesResponsesTogetherWithTheirRequest() {
        MessageSigner signer = MessageSigner.of("k", SECRET)
                .covering("@status", "Content-Digest", "\"@path\";req", "\"@authority\";req", "\"signature\";req")
                .label("edge")
                .tag("answer")
                .expiresIn(Duration.ofMinutes(1));
        MessageVerifier reader = MessageVerifier.keys(KEYS)
                .requiring("@status", "content-digest", "\"@path\";req", "\"@authority\";req", "\"signature\";req")
                .tag("answer");
        HttpMessage.Request request = request("/orders/7", "tg=:AA==:");
        Map<String, List<String>> headers =
                new HashMap<>(Map.of("Content-Digest", List.of(RequestSigner.contentDigest(new byte[] {1}))));
        HttpMessage.Fields fields = HttpMessage.Fields.of(headers);
        signer.sign(new HttpMessage.Response(200, fields, request), NOW)
                .forEach((name, value) -> headers.put(name, List.of(value)));

        VerifiedSignature verified =
                (VerifiedSignature) reader.verify(new HttpMessage.Response(200, fields, request), NOW);
        assertThat(verified.label()).isEqualTo("edge");
        assertThat(verified.expires()).isEqualTo(NOW.plusSeconds(60));
        List<HttpMessage> others = List.of(
                new HttpMessage.Response(201, fields, request),
                new HttpMessage.Response(200, fields, request("/orders/8", "tg=:AA==:")),
                new HttpMessage.Response(200, fields, request("/orders/7", "tg=:AQ==:")));
        assertThat(others).allSatisfy(it -> assertThat(reader.verify(it, NOW)).isEqualTo(SignatureFault.SIGNATURE));
        assertThat(reader.verify(new HttpMessage.Response(200, fields, null), NOW))
                .isEqualTo(SignatureFault.COMPONENT);
    }

    @Test
    void signsOnlyWhatCanBeSigned() {
        MessageSigner.NeedsComponents begun = MessageSigner.of("k", SECRET);
        for (String name : List.of("", "a b", "\"a", "\"a\" \"b\"", "\"a\";sf", "\"a\";key=\"b\"", "\"a\\\"\"")) {
            assertThatThrownBy(() -> begun.covering(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
        MessageSigner signer = begun.covering("@status", "x-missing");
        assertThatThrownBy(() -> signer.sign(new HttpMessage.Response(200, name -> List.of(), null), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("COMPONENT_MISSING");
        assertThatThrownBy(() -> signer.label("A")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> signer.tag("a\"b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> signer.expiresIn(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MessageSigner.of("", SECRET)).isInstanceOf(IllegalArgumentException.class);
        assertThat(signer.toString() + verifier).doesNotContain("a secret");
    }

    @Test
    void spellsRequestsAsTheyGoOut() {
        HttpMessage.Request sent =
                HttpMessage.sending("GET", URI.create("HTTPS://API.example.com:443?a#b"), n -> List.of());
        assertThat(sent.scheme()).isEqualTo("https");
        assertThat(sent.authority()).isEqualTo("api.example.com");
        assertThat(sent.target()).isEqualTo("/?a");
        for (String uri : List.of("/a", "mailto:a@b", "ftp://a/", "http://u@a/")) {
            assertThatThrownBy(() -> HttpMessage.sending("GET", URI.create(uri), n -> List.of()))
                    .as(uri)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static HttpMessage.Request request(String target, String signature) {
        return new HttpMessage.Request(
                "GET",
                "https",
                "api.example.com",
                target,
                name -> name.equals("signature") ? List.of(signature) : List.of());
    }

    private static FakeRequest signed(FakeRequest request, String label, String parameters) {
        HttpMessage.Request message = new HttpMessage.Request(
                request.method(), "http", "api.example.com", request.target(), request::headers);
        SignatureLines lines = SignatureLines.sign(label, parameters, message, new MacKey(SECRET.reveal()));
        return request.header("Signature-Input", lines.input()).header("Signature", lines.signature());
    }
}
