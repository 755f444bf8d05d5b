package io.tallygate.examples.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.hmac.Explanation;
import io.tallygate.hmac.Explanation.Finding;
import io.tallygate.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final Path SAMPLES = Path.of("samples");

    @Test
    void namesWhatIsWrongWithTheSamples() throws IOException {
        Explanation sorted = explain(sample("sorted-query.http"), false);
        assertThat(Report.of(sorted, ""))
                .contains("verdict  NOT_SIGNED", "base     \"@query\": ?open=yes&limit=20", "sha-256  " + sorted.hash())
                .contains("because  would match if the query were sorted")
                .doesNotContain(sample("secret").strip());
        Explanation raw = explain(sample("raw-path-sigv4.http"), false);
        assertThat(Report.of(raw, "")).contains("base     /reports/caf%25C3%25A9", "rawPaths");
    }

    @Test
    void saysWhenNothingIsWrong() throws IOException {
        String repaired = sample("sorted-query.http").replace("open=yes&limit=20", "limit=20&open=yes");
        assertThat(Report.of(explain(repaired, false), ""))
                .contains("verdict  SIGNED")
                .doesNotContain("because");
        assertThat(explain(sample("raw-path-sigv4.http"), true).finding()).isEqualTo(Finding.SIGNED);
    }

    @Test
    void tellsAWrongSecretFromAWrongRequestByTheSignersHash() throws IOException {
        String repaired = sample("sorted-query.http").replace("open=yes&limit=20", "limit=20&open=yes");
        Explanation other = SignedBy.explain(CapturedHead.parse(repaired), Secret.ofUtf8("tgs_other"), false);
        assertThat(Report.of(other, other.hash())).contains("so       the secret differs");
        assertThat(Report.of(other, "00")).contains("so       something else was signed");
        assertThat(Report.of(other, ""))
                .contains("another secret or another request")
                .doesNotContain("so  ");
    }

    @Test
    void saysWhyASignatureCannotBeRead() throws IOException {
        String signed = sample("raw-path-sigv4.http");
        assertThat(Report.of(explain(signed.replace("SignedHeaders=host;x", "SignedHeaders=x"), false), ""))
                .isEqualTo("verdict  MALFORMED\nbecause  SIGNED_HEADERS\n");
        assertThat(explain(sample("sorted-query.http").replace("/orders", "/a/../orders"), false)
                        .detail())
                .isEqualTo("DOT_SEGMENT");
        assertThat(Report.of(explain("GET / HTTP/1.1\r\nHost: a\r\n\r\n", false), ""))
                .isEqualTo("verdict  ABSENT\n");
    }

    @Test
    void refusesWhatIsNoRequest() {
        for (String text : new String[] {"", "GET /", "GET / HTTP/1.1\nno field"}) {
            assertThatThrownBy(() -> CapturedHead.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Explanation explain(String request, boolean rawPaths) throws IOException {
        Secret secret = Secret.ofUtf8(sample("secret").strip());
        return SignedBy.explain(CapturedHead.parse(request), secret, rawPaths);
    }

    private static String sample(String name) throws IOException {
        return Files.readString(SAMPLES.resolve(name));
    }
}
