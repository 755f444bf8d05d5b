package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallygate.contract.Vectors;
import io.tallygate.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cases of awslabs/aws-c-auth, in header form, with all that they say is made on the way. */
class SigV4VectorsTest {
    private static final SigV4Scope SCOPE = new SigV4Scope(SigV4Dialect.of("aws", "amz"), "us-east-1", "service");

    private int artefacts;

    @Test
    void makesEachArtefactOfEachCase() throws IOException {
        Path folder = Vectors.find("sigv4").orElse(null);
        if (folder == null) {
            return;
        }
        try (Stream<Path> cases = Files.list(folder)) {
            cases.forEach(this::check);
        }
        System.out.println("SIGV4 cases=" + artefacts / 4 + " artefacts=" + artefacts);
        assertThat(artefacts).isEqualTo(4 * 24);
    }

    private void check(Path folder) {
        Map<String, String> context = context(folder.resolve("context.json"));
        boolean general = context.get("normalize").equals("true");
        RawRequest signed = RawRequest.parse(octets(folder.resolve("header-signed-request.txt")));
        String names = signed.authorization("SignedHeaders=");
        // Of the two cases in raw form one has a space in its path, which a client must encode before it can send it.
        String path = general ? signed.path() : signed.path().replace(" ", "%20");

        Octets text = Octets.ofThread();
        new CanonicalRequest(general ? PathForm.GENERAL : PathForm.RAW, QueryForm.SORTED, "X-Amz-Signature")
                .append(
                        signed.request(),
                        path,
                        signed.query(),
                        null,
                        signed.request().authority(),
                        SignedHeaders.parse(names),
                        text);
        text.add(Sha256.hex(signed.body().getBytes(StandardCharsets.ISO_8859_1)));
        same(text.text(), folder.resolve("header-canonical-request.txt"));

        String time = context.get("timestamp").replace("-", "").replace(":", "");
        Octets toSign = new StringToSign(SCOPE).of(time, text.sha256());
        same(toSign.text(), folder.resolve("header-string-to-sign.txt"));

        String day = time.substring(0, 8);
        LiveSecret secret = new LiveSecret(Secret.ofUtf8(context.get("secret_access_key")), null);
        String signature = HexFormat.of().formatHex(toSign.signedBy(SCOPE.key(secret, day)));
        same(signature, folder.resolve("header-signature.txt"));

        String authorization = "Authorization:AWS4-HMAC-SHA256 Credential=" + context.get("access_key_id") + "/" + day
                + SCOPE.behindDay() + ", SignedHeaders=" + names + ", Signature=" + signature;
        assertThat(octets(folder.resolve("header-signed-request.txt"))).contains("\n" + authorization + "\n");
        artefacts++;
    }

    private void same(String made, Path expected) {
        assertThat(made).as(expected.toString()).isEqualTo(octets(expected));
        artefacts++;
    }

    private static String octets(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All scalars, by their names. */
    private static Map<String, String> context(Path file) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue()) {
                    fields.put(json.currentName(), json.getText());
                }
            }
            return fields;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
