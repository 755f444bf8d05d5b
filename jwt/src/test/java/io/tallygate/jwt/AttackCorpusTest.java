package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our own attacks, as data that others can run; {@code -Dcorpus.update} writes the file anew. */
class AttackCorpusTest {
    private static final Path FILE = Path.of("corpus", "jwt-attacks.json");

    @Test
    void treatsEachTokenAsTheFileSays() throws IOException {
        if (System.getProperty("corpus.update") != null) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, new AttackCorpus().write());
        }
        Map<String, @Nullable Object> corpus = Objects.requireNonNull(StrictJson.object(Files.readAllBytes(FILE)));
        ManualTime time = ManualTime.at(Instant.ofEpochSecond(((Number) corpus.get("time")).longValue()));
        Environment environment = new Environment(time, new Random(1), time, new Listener() {}, Optional.empty());
        Map<Object, Judge> judges = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        Map<Object, Set<String>> identities = new HashMap<>();
        int accepted = 0;
        List<?> cases = (List<?>) Objects.requireNonNull(corpus.get("cases"));
        for (Object each : cases) {
            Map<?, ?> test = (Map<?, ?>) each;
            Judge judge = judges.computeIfAbsent(
                    test.get("keys"), keys -> new Judge(scheme(corpus, keys.toString()), environment));
            Refusal refusal = judge.refusal(test.get("token").toString());
            accepted += refusal == null ? 1 : 0;
            boolean right = refusal == null
                    ? Boolean.TRUE.equals(test.get("accept"))
                    : refusal.name().equals(test.get("reason"))
                            && refusal.denial().code().equals(test.get("denial"));
            if (test.get("identity") != null) {
                String identity = EcdsaSignatureTest.identity(test.get("token").toString());
                identities
                        .computeIfAbsent(test.get("identity"), name -> new HashSet<>())
                        .add(identity);
            }
            if (!right) {
                wrong.add(test.get("id") + " " + test.get("comment") + ": " + refusal);
            }
        }
        System.out.printf("ATTACKS cases=%d accepted=%d wrong=%d%n", cases.size(), accepted, wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(identities.values())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).hasSize(1));
        assertThat(cases).hasSizeGreaterThan(200);
    }

    private static JwtScheme scheme(Map<String, @Nullable Object> corpus, String keys) {
        String jwkSet = Json.text(Objects.requireNonNull(((Map<?, ?>) corpus.get("keys")).get(keys)));
        return JwtScheme.issuer(corpus.get("issuer").toString())
                .audience(corpus.get("audience").toString())
                .keys(jwkSet)
                .accountFrom(corpus.get("accountClaim").toString());
    }
}
