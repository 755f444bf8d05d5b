package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.hmac.Explanation.Finding;
import io.tallygate.model.Secret;
import io.tallygate.testing.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Secret SECRET = Secret.ofUtf8(TestApp.SECRET);

    private final TestApp app = new TestApp();

    @Test
    void saysWhatIsSignedAndByWhom() {
        FakeRequest request = app.get("/orders?a=b");
        Explanation right = TestApp.scheme().explain(request, SECRET);
        assertThat(right.finding()).isEqualTo(Finding.SIGNED);
        assertThat(right.base()).startsWith("\"@method\": GET\n\"@authority\": api.example.com\n\"@path\": /orders\n");
        assertThat(right.hash()).isEqualTo(Sha256.hex(right.base().getBytes(StandardCharsets.US_ASCII)));
        assertThat(right.detail()).isEmpty();
        Explanation wrong = TestApp.scheme().explain(request, Secret.ofUtf8("tgs_another"));
        assertThat(wrong.finding()).isEqualTo(Finding.NOT_SIGNED);
        assertThat(wrong.hash()).as("equal: the secret differs").isEqualTo(right.hash());
        assertThat(wrong.toString()).contains(wrong.hash()).doesNotContain("/orders", TestApp.SECRET);
    }

    @Test
    void explainsPresignedUrlsAndBodies() {
        SigV4Client client = SigV4Client.own(TestApp.ID, TestApp.SECRET);
        SigV4Scheme scheme = SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")
                .encodedPaths()
                .sealing("2026", Sealed.key(1))
                .presignedUrls(Duration.ofHours(1))
                .holdBodies(8);
        Instant now = app.time().instant();
        String url = client.presign("GET", "/orders", now, "60", Sha256.OF_NOTHING);
        assertThat(scheme.explain(FakeRequest.get(url), SECRET).finding()).isEqualTo(Finding.SIGNED);
        assertThat(scheme.explain(FakeRequest.get(url.replace("=60", "=61")), SECRET)
                        .finding())
                .isEqualTo(Finding.NOT_SIGNED);
        FakeRequest body =
                FakeRequest.post("/orders").header("Content-Length", "1").body(new byte[] {1});
        FakeRequest signed = client.sign(body, now, Sha256.hex(new byte[] {1}));
        assertThat(scheme.explain(signed, SECRET).finding()).isEqualTo(Finding.SIGNED);
        assertThat(scheme.explain(signed.body(new byte[9]), SECRET).detail()).isEqualTo("PAYLOAD");
    }

    @Test
    void saysWhyThereIsNothingToExplain() {
        assertThat(TestApp.scheme().explain(FakeRequest.get("/"), SECRET).finding())
                .isEqualTo(Finding.ABSENT);
        FakeRequest request = app.get("/orders");
        Explanation huge = TestApp.scheme().explain(request.header("X-Much", "m".repeat(40_000)), SECRET);
        assertThat(huge.finding()).isEqualTo(Finding.MALFORMED);
        assertThat(TestApp.scheme().explain(request.authority(null), SECRET).detail())
                .isEqualTo("AUTHORITY");
    }

    @Test
    void namesTheMistakeThatTheLogNames() {
        for (MadeMistakes.Made made : MadeMistakes.ofNative()) {
            Explanation explanation = TestApp.scheme().explain(made.request(), SECRET);
            if (made.mistake() != Examination.ENDED_SECRET) {
                assertThat(explanation.detail()).contains(made.mistake().clause());
            }
        }
    }
}
