package io.tallygate.jwt;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JWS cases of Wycheproof, each with its key as it stands in the file. */
class WycheproofTest {
    /** Where we are right and the file is not, or its key contradicts its token, and why. */
    private static final Map<Long, String> OVERRIDES = Map.ofEntries(
            entry(367L, "marked invalid for padding that it does not have: byte for byte the valid case 357"),
            entry(370L, "marked invalid for padding that it does not have: byte for byte the valid case 357"),
            entry(372L, "marked valid with '?' in its header: its MAC is over another string"),
            entry(373L, "marked valid with '?' in its payload: its MAC is over another string"),
            entry(346L, "marked valid with alg PS384 under a key of PS256"),
            entry(350L, "marked valid with alg PS384 under a key of PS256"),
            entry(347L, "marked valid under a key of alg \"ES521\", which does not exist"),
            entry(351L, "marked valid under a key of alg \"ES521\", which does not exist"));

    static List<Cryptography> cryptographies() {
        return List.of(new BouncyCastle(), new JdkCryptography());
    }

    @ParameterizedTest
    @MethodSource("cryptographies")
    void agreesButWhereTheFileIsWrong(Cryptography cryptography) throws IOException {
        Optional<Path> file = Vectors.find("jws/json_web_signature_test.json");
        if (file.isEmpty()) {
            return;
        }
        Map<String, Object> suite = object(StrictJson.object(Files.readAllBytes(file.get())));
        Set<Long> disagreed = new TreeSet<>();
        int cases = 0;
        for (Map<String, Object> group : objects(suite.get("testGroups"))) {
            KeyRing ring = ring(group, cryptography);
            for (Map<String, Object> test : objects(group.get("tests"))) {
                cases++;
                if (isProven((String) test.get("jws"), ring) != "valid".equals(test.get("result"))) {
                    disagreed.add(((Number) test.get("tcId")).longValue());
                }
            }
        }
        assertThat(disagreed).isEqualTo(new TreeSet<>(OVERRIDES.keySet()));
        assertThat(cases).isEqualTo(401);
        System.out.printf(
                "WYCHEPROOF jws=%d overrides=%d of=%d by=%s%n",
                cases - disagreed.size(), disagreed.size(), cases, cryptography.name());
    }

    private static KeyRing ring(Map<String, Object> group, Cryptography cryptography) {
        Object key = group.getOrDefault("public", group.get("private"));
        Map<String, Object> members = object(key);
        if (!"oct".equals(members.get("kty"))) {
            members.keySet().removeAll(Set.of("d", "p", "q", "dp", "dq", "qi")); // some give the private key alone
        }
        PublishedKey read = new JwkReader(cryptography, null).read(1, members);
        return new KeyRing(read.key() == null ? List.of() : List.of(read.key()));
    }

    private static boolean isProven(String token, KeyRing ring) {
        if (CompactForm.fault(token, 0, 8192) != null) {
            return false;
        }
        PresentedToken presented = new BearerTokens(new Headers(), 8192).token(token, 0);
        TokenBytes bytes = new TokenBytes();
        return presented.fill(bytes)
                && new Headers().read(presented.headerText()) instanceof JwsHeader header
                && TokenVerifier.prove(bytes, header, ring) instanceof ProvenToken;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object json) {
        return (Map<String, Object>) Objects.requireNonNull(json);
    }

    private static List<Map<String, Object>> objects(Object json) {
        List<Map<String, Object>> objects = new ArrayList<>();
        ((List<?>) json).forEach(element -> objects.add(object(element)));
        return objects;
    }
}
