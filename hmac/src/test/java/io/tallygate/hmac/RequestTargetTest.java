package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.PlainPath;
import io.tallygate.testing.FakeRequest;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestTargetTest {
    @Test
    void saysWhatIsWrongWithATarget() {
        Map<String, SignatureFault> faults = new TreeMap<>(Map.ofEntries(
                Map.entry("", SignatureFault.PATH),
                Map.entry("*", SignatureFault.PATH),
                Map.entry("a/b", SignatureFault.PATH),
                Map.entry("?a", SignatureFault.PATH),
                Map.entry("/..", SignatureFault.DOT_SEGMENT),
                Map.entry("/a/./b", SignatureFault.DOT_SEGMENT),
                Map.entry("/a/%2e%2E/b", SignatureFault.ENCODED_DELIMITER),
                Map.entry("//", SignatureFault.EMPTY_SEGMENT),
                Map.entry("/a//b", SignatureFault.EMPTY_SEGMENT),
                Map.entry("/a;b", SignatureFault.PATH_PARAMETERS),
                Map.entry("/a%2Fb", SignatureFault.ENCODED_DELIMITER),
                Map.entry("/a%5cb", SignatureFault.ENCODED_DELIMITER),
                Map.entry("/a%00", SignatureFault.ENCODED_DELIMITER),
                Map.entry("/a%252F", SignatureFault.ENCODED_DELIMITER),
                Map.entry("/%", SignatureFault.BROKEN_ESCAPE),
                Map.entry("/%4", SignatureFault.BROKEN_ESCAPE),
                Map.entry("/%4g", SignatureFault.BROKEN_ESCAPE),
                Map.entry("/%ff", SignatureFault.BROKEN_ESCAPE),
                Map.entry("/a?b=%4", SignatureFault.BROKEN_ESCAPE),
                Map.entry("/\u00e9", SignatureFault.TARGET_CHARACTER),
                Map.entry("/a b", SignatureFault.TARGET_CHARACTER),
                Map.entry("/a\\b", SignatureFault.TARGET_CHARACTER),
                Map.entry("/a?b#c", SignatureFault.TARGET_CHARACTER),
                Map.entry("/a?b\u0141", SignatureFault.TARGET_CHARACTER),
                Map.entry("/a?b\n", SignatureFault.TARGET_CHARACTER),
                Map.entry("/" + "a".repeat(8192), SignatureFault.TOO_LARGE)));
        faults.forEach((target, fault) ->
                assertThat(RequestTarget.fault(target)).as(target).isEqualTo(fault));
        for (String plain : new String[] {"/", "/a/", "/a.b/..c", "/%C3%A9", "/a?", "/?a=%00/../;//%2F+&a"}) {
            assertThat(RequestTarget.fault(plain)).as(plain).isNull();
        }
    }

    /** There is one rule for plain paths; what is named here is only why one breaks it. */
    @Test
    void findsAFaultExactlyWhereThePathIsNotPlain() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] parts = {"/", "a", ".", "%2F", "%41", "%C3%A9", "%ff", "%", ";", "\\", "\u00e9", "~", " ", "%7e", "%7f"
        };
        int plain = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(6); n > 0; n--) {
                path.append(parts[random.nextInt(parts.length)]);
            }
            boolean isPlain = PlainPath.isPlain(path.toString(), path.length());
            assertThat(RequestTarget.fault(path.toString()) == null)
                    .as("seed %d: %s", seed, path)
                    .isEqualTo(isPlain);
            plain += isPlain ? 1 : 0;
        }
        assertThat(plain).as("seed %d", seed).isBetween(1_000, 49_000);
    }

    @Test
    void takesTheTargetThatTheCallerSaw() {
        FakeRequest request = FakeRequest.get("/orders?a");
        assertThat(TargetResolver.asSent().target(request)).isEqualTo("/orders?a");
        assertThat(TargetResolver.behindPrefix("/api").target(request)).isEqualTo("/api/orders?a");
        for (String relative : new String[] {"*", "", "x", "?a", "http://a/b"}) {
            assertThat(TargetResolver.behindPrefix("/api").target(FakeRequest.get(relative)))
                    .as(relative)
                    .isNull();
        }
        TargetResolver original = TargetResolver.from("X-Original-URI", "192.0.2.0/24");
        FakeRequest forwarded = request.header("X-Original-Uri", "/api/orders?a");
        assertThat(original.target(request)).isEqualTo("/orders?a");
        assertThat(original.target(forwarded)).isEqualTo("/api/orders?a");
        assertThat(original.target(forwarded.peer("198.51.100.1")))
                .as("not of a proxy")
                .isEqualTo("/orders?a");
        assertThat(original.target(forwarded.peer(null))).isEqualTo("/orders?a");
        assertThat(original.target(forwarded.header("X-Original-URI", "/x")))
                .as("of two")
                .isNull();
        for (String prefix : new String[] {"", "/", "api", "/api/", "/a?b", "/a/../b"}) {
            assertThatThrownBy(() -> TargetResolver.behindPrefix(prefix)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TargetResolver.from("a", "nowhere")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheAuthorityThatTheCallerSaw() {
        FakeRequest request = FakeRequest.get("/").authority("Edge-7.internal:8080");
        FakeRequest forwarded = request.header("X-Forwarded-Host", "api.example.com");
        assertThat(AuthorityResolver.asSent().authority(request)).isEqualTo("Edge-7.internal:8080");
        assertThat(AuthorityResolver.always("API.example.com").authority(request))
                .isEqualTo("api.example.com");
        AuthorityResolver names = AuthorityResolver.oneOf("api.example.com", "edge-7.internal:8080");
        assertThat(names.authority(request)).isEqualTo("edge-7.internal:8080");
        assertThat(names.authority(request.authority("API.example.com:80"))).isEqualTo("api.example.com");
        assertThat(names.authority(request.authority("api.example.com:8080"))).isNull();
        assertThat(names.authority(request.authority(null))).isNull();
        AuthorityResolver proxied = AuthorityResolver.forwardedBy("192.0.2.0/24");
        assertThat(proxied.authority(request)).isEqualTo("Edge-7.internal:8080");
        assertThat(proxied.authority(forwarded)).isEqualTo("api.example.com");
        assertThat(proxied.authority(forwarded.peer("198.51.100.1"))).isEqualTo("Edge-7.internal:8080");
        assertThat(proxied.authority(forwarded.header("X-Forwarded-Host", "x"))).isNull();
        for (String name : new String[] {"", "a b", "u@a"}) {
            assertThatThrownBy(() -> AuthorityResolver.always(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(AuthorityResolver::oneOf).isInstanceOf(IllegalArgumentException.class);
    }
}
