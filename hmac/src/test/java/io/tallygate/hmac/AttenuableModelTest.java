package io.tallygate.hmac;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.model.Demand;
import io.tallygate.model.Restriction;
import io.tallygate.model.Revocation;
import io.tallygate.testing.FakeRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A key admits what all of its links admit, as long as none of them has ended or is revoked, and nothing else: trees of keys
 * at random, against an oracle that knows no chains but keeps of each key which calls it is good for.
 */
@Tag("anywhere")
class AttenuableModelTest {
    private static final int TREES = 40;
    private static final int KEYS = 25;
    private static final List<String> METHODS = List.of("GET", "POST", "PUT");
    private static final List<String> PATHS = List.of("/a", "/a/b", "/a/b/c", "/ab", "/c/b", "/c/b/a");
    private static final List<String> PATTERNS = List.of("/a", "/a/*", "/a/b", "/a/b/*", "/c/*", "/ab", "/*");
    private static final Map<String, Set<String>> NETWORKS = Map.of(
            "10.0.0.0/8", Set.of("10.0.0.1", "10.0.1.1", "10.1.0.1"),
            "10.0.0.0/16", Set.of("10.0.0.1", "10.0.1.1"),
            "10.0.0.0/24", Set.of("10.0.0.1"),
            "192.0.2.1", Set.of("192.0.2.1"),
            "2001:db8::/32", Set.of());
    private static final List<String> PEERS = List.of("10.0.0.1", "10.0.1.1", "10.1.0.1", "192.0.2.1");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private int admitted;
    private int denied;

    /** One request that could be made. */
    private record Call(String method, String path, String peer) {
        static Set<Call> all() {
            Set<Call> all = new HashSet<>();
            METHODS.forEach(method ->
                    PATHS.forEach(path -> PEERS.forEach(peer -> all.add(new Call(method, path, peer)))));
            return all;
        }

        FakeRequest with(AttenuableKey key) {
            return FakeRequest.of(method, path).peer(peer).header("Authorization", "Bearer " + key.text());
        }
    }

    /** What the oracle knows of a key: where it comes from, for which calls it is good, and until which second. */
    private static final class Known {
        final Known parent;
        final AttenuableKey key;
        final Set<Call> calls;
        final int end;
        boolean revoked;

        Known(Known parent, AttenuableKey key, Set<Call> calls, int end) {
            this.parent = parent;
            this.key = key;
            this.calls = calls;
            this.end = end;
        }

        boolean admits(Call call, int second) {
            return !isRevoked() && second < end && calls.contains(call);
        }

        private boolean isRevoked() {
            return revoked || (parent != null && parent.isRevoked());
        }
    }

    /** A narrowing while it is drawn, for both sides. */
    private static final class Drawn {
        Narrowing narrowing;
        final Set<Call> calls;
        int end;

        Drawn(Narrowing narrowing, Known from) {
            this.narrowing = narrowing;
            this.calls = new HashSet<>(from.calls);
            this.end = from.end;
        }

        void keep(Narrowing more, Predicate<Call> good) {
            narrowing = more;
            calls.removeIf(good.negate());
        }
    }

    @Test
    void admitsWhatEachLinkAdmits() {
        for (int tree = 0; tree < TREES; tree++) {
            grow(new AttenuableEdge());
        }
        System.out.println("NARROW keys=" + TREES * KEYS + " admitted=" + admitted + " denied=" + denied
                + " wrong=0 seed=" + seed);
        assertThat(admitted).isGreaterThan(5_000);
        assertThat(denied).isGreaterThan(20_000);
    }

    private void grow(AttenuableEdge edge) {
        List<String> own = some(NETWORKS.keySet().stream().sorted().toList());
        edge.directory.update(edge.record.withEntitlement(edge.record
                .entitlement()
                .withRestrictions(List.of(Restriction.Networks.of(own.toArray(String[]::new))))));
        Set<Call> calls = Call.all();
        calls.removeIf(call -> !isIn(own, call));
        List<Known> keys = new ArrayList<>();
        keys.add(new Known(null, edge.keys().make(), calls, Integer.MAX_VALUE));
        while (keys.size() < KEYS) {
            keys.add(narrowed(edge, keys.get(random.nextInt(keys.size()))));
        }
        try (Tallygate gate = gate(edge)) {
            check(gate, keys, 0);
            Known revoked = keys.get(random.nextInt(KEYS));
            revoked.revoked = true;
            gate.revoke(new Revocation.OfToken(AttenuableKeys.ISSUER, revoked.key.id()));
            edge.time.advance(ofSeconds(30));
            check(gate, keys, 30);
        }
    }

    private static Tallygate gate(AttenuableEdge edge) {
        return Tallygate.builder()
                .directory(edge.directory)
                .accept(AttenuableScheme.sealing("2026", Sealed.key(1)))
                .central(central -> central.perSecond(1_000_000).perPeerMinute(1_000_000))
                .failures(10_000, ofSeconds(1))
                .time(edge.time)
                .build();
    }

    private void check(Tallygate gate, List<Known> keys, int second) {
        Set<Call> all = Call.all();
        for (Known known : keys) {
            for (Call call : all) {
                boolean permitted =
                        gate.admit(call.with(known.key), Demand.plain()).permitted();
                assertThat(permitted)
                        .as("%s in second %s with %s, seed %s", call, second, known.key, seed)
                        .isEqualTo(known.admits(call, second));
                admitted += permitted ? 1 : 0;
                denied += permitted ? 0 : 1;
            }
        }
    }

    private Known narrowed(AttenuableEdge edge, Known from) {
        Drawn drawn = new Drawn(Narrowing.NOTHING, from);
        for (int i = random.nextInt(3); i > 0; i--) {
            draw(edge, drawn);
        }
        AttenuableKey key = AttenuableKey.parse(from.key.text()).narrow(nothing -> drawn.narrowing);
        return new Known(from, key, drawn.calls, drawn.end);
    }

    private void draw(AttenuableEdge edge, Drawn drawn) {
        switch (random.nextInt(4)) {
            case 0 -> {
                List<String> methods = some(METHODS);
                drawn.keep(
                        drawn.narrowing.methods(methods.toArray(String[]::new)),
                        call -> methods.contains(call.method()));
            }
            case 1 -> {
                List<String> patterns = some(PATTERNS);
                drawn.keep(
                        drawn.narrowing.paths(patterns.toArray(String[]::new)),
                        call -> patterns.stream().anyMatch(pattern -> covers(pattern, call.path())));
            }
            case 2 -> {
                List<String> networks = some(NETWORKS.keySet().stream().sorted().toList());
                drawn.keep(drawn.narrowing.networks(networks.toArray(String[]::new)), call -> isIn(networks, call));
            }
            default -> {
                int end = random.nextInt(60);
                drawn.narrowing = drawn.narrowing.until(edge.time.instant().plusSeconds(end));
                drawn.end = Math.min(drawn.end, end);
            }
        }
    }

    private static boolean isIn(List<String> networks, Call call) {
        return networks.stream().anyMatch(network -> NETWORKS.get(network).contains(call.peer()));
    }

    private static boolean covers(String pattern, String path) {
        String below = pattern.substring(0, pattern.length() - 1);
        return pattern.endsWith("*") ? path.startsWith(below) : path.equals(pattern);
    }

    /** At least one. */
    private List<String> some(List<String> all) {
        String one = all.get(random.nextInt(all.size()));
        return Stream.concat(Stream.of(one), all.stream().filter(each -> random.nextInt(3) == 0))
                .distinct()
                .toList();
    }
}
