package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.testing.FakeRequest;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the public cases leave out: escapes in paths, plus signs, keys without a value, and what is refused. */
class SigV4FormsTest {
    private static String path(PathForm form, String path) {
        Octets out = Octets.ofThread();
        form.append(Slice.whole(form.wireForm(path)), out);
        return out.text();
    }

    @Test
    void leavesARawPathAsItIs() {
        for (String path : new String[] {"/", "/a%20b", "/a%2Fb//../c;x=1", "/%e1+$"}) {
            assertThat(path(PathForm.RAW, path)).isEqualTo(path);
            assertThat(PathForm.RAW.isWireForm(Slice.whole(path))).isTrue();
        }
    }

    @Test
    void encodesAGeneralPathOnceMore() {
        assertThat(path(PathForm.GENERAL, "/a%20b/c")).isEqualTo("/a%2520b/c");
        assertThat(path(PathForm.GENERAL, "/a%2fb+c;d")).isEqualTo("/a%252fb%2Bc%3Bd");
        assertThat(path(PathForm.GENERAL, "/-._~/")).isEqualTo("/-._~/");
    }

    /** Raw-signed {@code /a%2520b} is general-signed {@code /a%20b}: why no host may try both. */
    @Test
    void givesTwoPathsOneSpellingAcrossForms() {
        assertThat(path(PathForm.RAW, "/a%2520b")).isEqualTo(path(PathForm.GENERAL, "/a%20b"));
    }

    @Test
    void resolvesSegmentsOfAGeneralPathAndTellsThatItDid() {
        String[][] cases = {
            {"/a/../b", "/b"},
            {"/a/./b/", "/a/b/"},
            {"//a///b", "/a/b"},
            {"/../../a", "/a"},
            {"/a/..", "/"},
            {"/a/.", "/a"},
            {"/a/b/../", "/a/"},
            {"/..", "/"},
            {"//", "/"}
        };
        for (String[] each : cases) {
            assertThat(path(PathForm.GENERAL, each[0])).isEqualTo(each[1]);
            assertThat(PathForm.GENERAL.isWireForm(Slice.whole(each[0]))).isFalse();
            assertThat(PathForm.GENERAL.isWireForm(Slice.whole(each[1]))).isTrue();
        }
        assertThat(PathForm.GENERAL.isWireForm(Slice.whole("/..a/b../.../"))).isTrue();
    }

    private static String query(String query) {
        return query(query, "X-Amz-Signature");
    }

    private static String query(String query, @Nullable String omitted) {
        Octets out = Octets.ofThread();
        return QueryForm.SORTED.append(Slice.whole(query), omitted, out) ? out.text() : "refused";
    }

    @Test
    void spellsEachParameterInOneWay() {
        assertThat(query("a=%41%7e&b=x%2fy")).isEqualTo("a=A~&b=x%2Fy");
        assertThat(query("a=x+y"))
                .isEqualTo("a=x%2By")
                .isEqualTo(query("a=x%2By"))
                .isNotEqualTo(query("a=x%20y"));
        assertThat(query("flag")).isEqualTo("flag=").isEqualTo(query("flag="));
        assertThat(query("a=b=c")).isEqualTo("a=b%3Dc");
        assertThat(query("k=\u00e1\u0088\u00b4*'()!")).isEqualTo("k=%E1%88%B4%2A%27%28%29%21");
        assertThat(query("")).isEmpty();
    }

    @Test
    void sortsByNameAndThenByValue() {
        assertThat(query("q.parser=1&q=2")).isEqualTo("q=2&q.parser=1");
        assertThat(query("b=2&a=9&b=10&B=1&a=")).isEqualTo("B=1&a=&a=9&b=10&b=2");
        assertThat(query("a-=1&a%20=2&a%7B=3&aA=4&a=5")).isEqualTo("a=5&a%20=2&a%7B=3&a-=1&aA=4");
    }

    @Test
    void leavesOutTheSignatureAndNothingElse() {
        assertThat(query("X-Amz-Signature=1&x-amz-signature=2&b=&X-Amz%2DSignature=3"))
                .isEqualTo("b=&x-amz-signature=2");
    }

    @Test
    void refusesAQueryThatIsNotEncodedAsItMustBe() {
        for (String bad :
                new String[] {"a=%", "a=%4", "a=%zz", "%g0=1", "a=%4&1=2", "&", "a=1&", "&a=1", "a&&b", "=v", "="}) {
            assertThat(query(bad)).as(bad).isEqualTo("refused");
        }
    }

    /** Of queries that are nearly what is signed of them: those are taken as they are, and no others, that sorting leaves alone. */
    @Test
    void takesAQueryAsItIsJustWhenSortingWouldLeaveItSo() {
        String[] pieces = {
            "a", "b", "~", "-", "=", "=", "=", "&", "&", "%20", "%2F", "%C3", "%c3", "%41", "%2f", "%", "+", "\u00e9"
        };
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int same = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder query = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                query.append(pieces[random.nextInt(pieces.length)]);
            }
            String sorted = query(query.toString(), "");
            boolean asItIs = SortedQuery.is(new Slice("?" + query, 1, query.length() + 1));
            assertThat(asItIs).as("%s, seed %s", query, seed).isEqualTo(sorted.contentEquals(query));
            assertThat(query(query.toString(), null)).isEqualTo(sorted);
            same += asItIs ? 1 : 0;
        }
        assertThat(same).isGreaterThan(10_000);
    }

    @Test
    void leavesARawQueryAsItIs() {
        Octets out = Octets.ofThread();
        assertThat(QueryForm.RAW.append(Slice.whole("b=%zz&a&&"), null, out)).isTrue();
        assertThat(out.text()).isEqualTo("b=%zz&a&&");
    }

    @Test
    void takesOneListOfNamesOnly() {
        assertThat(SignedHeaders.parse("host;x-amz-date")).isNotNull();
        for (String bad : new String[] {
            "",
            "x-amz-date",
            "x-amz-date;host",
            "host;host",
            "Host",
            "host;",
            ";host",
            "host;;x",
            "host; x",
            "host;\u00fc",
            "ho st"
        }) {
            assertThat(SignedHeaders.parse(bad)).as(bad).isNull();
        }
        StringBuilder many = new StringBuilder("host");
        for (int i = 0; i < 63; i++) {
            many.append(";x-").append((char) ('a' + i / 8)).append(i % 8);
        }
        assertThat(SignedHeaders.parse(many.toString())).isNotNull();
        assertThat(SignedHeaders.parse(many + ";y")).isNull();
    }

    private static String headers(String names, FakeRequest request) {
        Octets out = Octets.ofThread();
        return SignedHeaders.parse(names).append(request, "api.example.com", out) ? out.text() : "refused";
    }

    @Test
    void trimsAndJoinsTheLinesOfAField() {
        FakeRequest request = FakeRequest.get("/")
                .header("X-A", " \t a \t  \"b   c\"  ")
                .header("x-a", "")
                .header("X-A", "d\u00e9");
        assertThat(headers("host;x-a", request))
                .isEqualTo("\nhost:api.example.com\nx-a:a \"b c\",,d\u00e9\n\nhost;x-a");
    }

    @Test
    void refusesFieldsThatAreMissingOrNoOctets() {
        FakeRequest request = FakeRequest.get("/")
                .header("X-A", "\u0100")
                .header("X-B", "a\nb")
                .header("X-C", "a\u007f");
        for (String names : new String[] {"host;x-a", "host;x-b", "host;x-c", "host;x-d"}) {
            assertThat(headers(names, request)).as(names).isEqualTo("refused");
        }
    }

    private static @Nullable String upToBody(FakeRequest request, @Nullable UrlLimits url) {
        CanonicalRequest form = new CanonicalRequest(PathForm.GENERAL, QueryForm.SORTED, "X-Amz-Signature");
        Octets text = form.upToBody(request, SignedHeaders.parse("host"), url);
        return text == null ? null : text.text();
    }

    @Test
    void writesWhatIsSignedOfARequest() {
        assertThat(upToBody(FakeRequest.post("/a%20b?b&a=%7e"), null))
                .isEqualTo("POST\n/a%2520b\na=~&b=\nhost:api.example.com\n\nhost\n");
        assertThat(upToBody(FakeRequest.get("/a"), null)).isEqualTo("GET\n/a\n\nhost:api.example.com\n\nhost\n");
        assertThat(upToBody(FakeRequest.get("/?X-Amz-Signature=1"), null)).contains("X-Amz-Signature=1");
        assertThat(upToBody(FakeRequest.get("/?X-Amz-Signature=1"), UrlLimits.NONE))
                .doesNotContain("Signature");
        assertThat(upToBody(FakeRequest.of("GET\n/", "/"), null)).isNull();
        assertThat(upToBody(FakeRequest.get("/").authority(null), null)).isNull();
        assertThat(upToBody(FakeRequest.get("/").authority("\u0130"), null)).isNull();
        for (String bad : new String[] {
            "",
            "*",
            "a",
            "?a",
            "/a b",
            "/a#b",
            "/a\u00e9",
            "/a?b=\u00e9",
            "/a\u0000",
            "/a/../b",
            "//a",
            "/?a=%",
            "/" + "a".repeat(1 << 14)
        }) {
            assertThat(upToBody(FakeRequest.get(bad), null)).as(bad).isNull();
        }
    }

    @Test
    void namesPartsAsTheProviderDoes() {
        assertThat(SigV4Dialect.of("aws", "amz"))
                .isEqualTo(new SigV4Dialect("AWS4-HMAC-SHA256", "AWS4", "aws4_request", "X-Amz-"));
        assertThat(SigV4Dialect.of("tallygate", "tg"))
                .isEqualTo(new SigV4Dialect("TALLYGATE4-HMAC-SHA256", "TALLYGATE4", "tallygate4_request", "X-Tg-"));
        for (String bad : new String[] {"", "Aws", "a-b", "a".repeat(16), "\u0131"}) {
            assertThatThrownBy(() -> SigV4Dialect.of(bad, "amz")).hasMessageStartingWith("provider must be 1 to 15");
            assertThatThrownBy(() -> SigV4Dialect.of("aws", bad)).hasMessageStartingWith("fields must be 1 to 15");
        }
    }

    @Test
    void takesPlainNamesForRegionsAndServices() {
        SigV4Dialect aws = SigV4Dialect.of("aws", "amz");
        for (String bad : new String[] {"", "a/b", "a b", "a".repeat(33), "\u00e9", "a.b"}) {
            assertThatThrownBy(() -> new SigV4Scope(aws, bad, "s")).hasMessageStartingWith("region must be 1 to 32");
            assertThatThrownBy(() -> new SigV4Scope(aws, "r", bad)).hasMessageStartingWith("service must be 1 to 32");
        }
    }
}
