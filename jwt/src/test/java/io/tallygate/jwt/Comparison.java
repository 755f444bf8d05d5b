package io.tallygate.jwt;

import io.tallygate.jwt.Mutation.Stage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of random tokens of one algorithm before us and our peers, and what came of it. */
final class Comparison {
    /** What we accept and one of them does not, and why we do. */
    private static final Map<String, String> LIBERTIES = Map.of(
            "nbf within the skew", "30 seconds of skew; they were given none",
            "typ as a whole media type", "RFC 7515, 4.1.9: application/ may be left out, and need not be");

    private final JoseAlgorithm algorithm;
    private final int count;
    private final Random random;
    private final Map<String, Integer> disagreements = new TreeMap<>();
    private final Set<String> unexplained = new TreeSet<>();
    private final Set<String> wrong = new TreeSet<>();

    Comparison(JoseAlgorithm algorithm, int count, long seed) {
        this.algorithm = algorithm;
        this.count = count;
        this.random = new Random(seed);
    }

    int count() {
        return count;
    }

    /** How often each peer disagreed for each explanation. */
    Map<String, Integer> disagreements() {
        return disagreements;
    }

    /** Disagreements that nothing explains. */
    Set<String> unexplained() {
        return unexplained;
    }

    /** Where we do not do what the rule of any change says. */
    Set<String> wrong() {
        return wrong;
    }

    Comparison run() {
        TestIssuer issuer = TestIssuer.of(algorithm);
        Judge judge = new Judge(issuer.scheme(), issuer.environment(null));
        Map<String, Peers.Peer> peers = Peers.of(issuer.key());
        List<Mutation> possible = Mutation.ALL.stream().filter(this::isPossible).toList();
        for (int i = 0; i < count; i++) {
            Map<Stage, Mutation> changes = choose(possible);
            Draft draft = new Draft(issuer.key());
            changes.values().forEach(change -> change.draft().accept(draft));
            String token = draft.token();
            for (Mutation change : changes.values()) {
                token = change.spelling().apply(token, random);
            }
            compare(token, changes, judge, peers);
        }
        return this;
    }

    /** Some changes are written for HMAC. */
    private boolean isPossible(Mutation mutation) {
        return algorithm == JoseAlgorithm.HS256 || !mutation.name().startsWith("alg ");
    }

    /** About half of the tokens differ in one way, few in three or four, one in sixteen in none. */
    private Map<Stage, Mutation> choose(List<Mutation> possible) {
        Map<Stage, Mutation> changes = new EnumMap<>(Stage.class);
        int most = random.nextInt(16) == 0 ? 0 : 1 + random.nextInt(4) * random.nextInt(2);
        for (int i = 0; i < most; i++) {
            Mutation change = possible.get(random.nextInt(possible.size()));
            changes.put(change.stage(), change);
        }
        return changes;
    }

    private void compare(String token, Map<Stage, Mutation> changes, Judge judge, Map<String, Peers.Peer> peers) {
        Refusal refusal = judge.refusal(token);
        Set<Refusal> rules = changes.values().stream()
                .map(Mutation::rule)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (refusal == null ? !rules.isEmpty() : !rules.contains(refusal)) {
            wrong.add(names(changes) + ": " + refusal);
        }
        peers.forEach((peer, library) -> {
            if (accepts(library, token) != (refusal == null)) {
                explain(peer, refusal, changes);
            }
        });
    }

    private void explain(String peer, @Nullable Refusal refusal, Map<Stage, Mutation> changes) {
        String explanation = refusal != null ? "we refuse by rule " + refusal : liberty(changes);
        if (explanation == null) {
            unexplained.add(peer + " refuses " + names(changes));
        } else {
            disagreements.merge(peer + ": " + explanation, 1, Integer::sum);
        }
    }

    private static @Nullable String liberty(Map<Stage, Mutation> changes) {
        return changes.values().stream()
                .map(Mutation::name)
                .filter(LIBERTIES::containsKey)
                .findFirst()
                .map(name -> "we accept " + name)
                .orElse(null);
    }

    private static String names(Map<Stage, Mutation> changes) {
        return changes.values().stream().map(Mutation::name).collect(Collectors.joining(" + "));
    }

    private static boolean accepts(Peers.Peer peer, String token) {
        try {
            peer.accept(token);
            return true;
        } catch (Exception | StackOverflowError e) {
            return false;
        }
    }
}
