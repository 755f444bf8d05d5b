package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testing.FakeRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written without reading how it is named is what is written when it is read. */
class NativeLinesTest {
    private static final List<String> OTHERS = List.of(
            "\"content-type\"",
            "\"content-digest\"",
            "\"@method\"",
            "\"@scheme\"",
            "\"accept\"",
            "\"accept\";bs",
            "\"@query\";req",
            "\"@query-param\";name=\"a\"",
            "\"x-missing\"");
    private static final List<String> TARGETS = List.of("/", "/a", "/a?", "/a?a=1&b=%20", "/%C3%A9?a=+");
    private static final List<String> VALUES =
            List.of("text/plain", " padded\t", "", "caf\u00e9", "wide \u20ac", "a\nb");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void writesTheSameLinesWhicheverWay() {
        int[] seen = new int[Coverage.values().length];
        int written = 0;
        for (int i = 0; i < 20_000; i++) {
            FakeRequest request = request();
            PresentedSignature signature = signature(request, list());
            SignatureBase usual = new SignatureBase();
            SignatureBase read = new SignatureBase();
            SignatureFault fault = NativeLines.write(usual, signature, request);
            SignatureFault other = BaseLines.write(read, signature.parameters(), message(request));
            assertThat(fault)
                    .as("seed %d: %s", seed, signature.parameters().whole())
                    .isEqualTo(other);
            if (fault == null) {
                assertThat(usual.text()).as("seed %d", seed).isEqualTo(read.text());
                seen[signature.coverage().ordinal()]++;
                written++;
            }
        }
        assertThat(seen).as("seed %d", seed).doesNotContain(0);
        assertThat(written).as("seed %d", seed).isGreaterThan(2_000);
    }

    private FakeRequest request() {
        FakeRequest request = FakeRequest.of(any(List.of("GET", "POST", "M-SEARCH", "G\u00e9T")), any(TARGETS))
                .authority("api.example.com:8443");
        for (String name : List.of("Content-Type", "Content-Digest", "Accept")) {
            for (int n = random.nextInt(8) / 3; n > 0; n--) {
                request = request.header(name, any(VALUES));
            }
        }
        return request;
    }

    /** What must be covered and something behind it; or all in another order. */
    private String list() {
        List<String> components = new ArrayList<>();
        if (random.nextInt(8) > 0) {
            components.addAll(Coverage.identifiers(random.nextBoolean()));
        }
        for (int n = random.nextInt(4); n > 0; n--) {
            components.add(any(OTHERS));
        }
        if (random.nextInt(8) == 0) {
            Collections.shuffle(components, random);
        }
        return ComponentNames.list(components);
    }

    private static PresentedSignature signature(FakeRequest request, String list) {
        String input = "tg=" + list + ";created=1;keyid=\"k\"";
        SignatureParameters parameters = SignatureParameters.read(input, 3);
        assertThat(parameters).as(input).isNotNull();
        SignatureEntry entry = new SignatureEntry(0, parameters, new byte[MacKey.LENGTH]);
        return new PresentedSignature(entry, parameters.keyId(), "api.example.com:8443", request.target());
    }

    private static HttpMessage.Request message(FakeRequest request) {
        return new HttpMessage.Request(
                request.method(), "http", "api.example.com:8443", request.target(), request::headers);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
