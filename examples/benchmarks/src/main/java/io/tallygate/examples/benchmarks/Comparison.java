package io.tallygate.examples.benchmarks;

import io.tallygate.examples.benchmarks.Setting.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is measured against what: methods of one benchmark class.
 *
 * @param name what the report calls it
 * @param ours the method that does it our way
 * @param limit the method that does what is physically needed
 * @param peers methods that are named after those who do it their way
 */
record Comparison(String name, Setting setting, String ours, String limit, List<String> peers) {
    /** All there are, in the order of the report. */
    static final List<Comparison> ALL = List.of(
            admit("admit.apikey.hot", 1),
            admit("admit.apikey.100k", 100_000),
            jwt("jwt.warm.rs256", "RS256", "warm", "sha256", "nimbus", "spring", "jjwt", "jose4j", "javaJwt"),
            jwt(
                    "jwt.warm.es256",
                    "ES256",
                    "warm",
                    "sha256",
                    "nimbusBc",
                    "nimbus",
                    "spring",
                    "jjwt",
                    "jose4j",
                    "javaJwt"),
            jwt("jwt.cold.rs256", "RS256", "cold", "raw", "nimbus", "spring", "jjwt", "jose4j", "javaJwt"),
            jwt("jwt.cold.es256", "ES256", "cold", "raw", "nimbusBc", "nimbus", "spring", "jjwt", "jose4j", "javaJwt"),
            jwt("jwt.cold.ed25519", "Ed25519", "cold", "raw", "nimbus", "jjwt", "jose4j"),
            jwt("jwt.cold.hs256", "HS256", "cold", "raw", "nimbus", "spring", "jjwt", "jose4j", "javaJwt"),
            refuse("jwt.refuse.forged", Trash.FORGED),
            refuse("jwt.refuse.foreign", Trash.FOREIGN),
            refuse("jwt.refuse.kid", Trash.UNKNOWN_KID),
            hmac("hmac.native.get", "native", 0),
            hmac("hmac.native.post", "native", 500),
            hmac("hmac.sigv4.get", "sigv4", 0),
            hmac("hmac.sigv4.post", "sigv4", 500),
            new Comparison(
                    "hmac.replay", new Setting(ReplayBenchmark.class, Map.of(), 1, Clock.CPU), "hashMap", "caffeine"),
            new Comparison(
                    "count.durable",
                    new Setting(CountBenchmark.class, Map.of(), 1, Clock.WALL),
                    "chronicle",
                    "fileChannel"),
            limiter("limiter", 1, Clock.CPU),
            limiter("limiter.shared", 2, Clock.WALL),
            new Comparison(
                    "flush", new Setting(FlushBenchmark.class, Map.of(), 1, Clock.WALL), "insertV7", "insertV4"));

    /** Of methods that are called {@code ours} and {@code limit}. */
    Comparison(String name, Setting setting, String... peers) {
        this(name, setting, "ours", "limit", List.of(peers));
    }

    private static Comparison admit(String name, int sessions) {
        Map<String, String> parameters = Map.of("sessions", String.valueOf(sessions));
        return new Comparison(name, new Setting(AdmitBenchmark.class, parameters, 1, Clock.CPU), "assembled");
    }

    private static Comparison jwt(String name, String algorithm, String ours, String limit, String... peers) {
        Setting setting = new Setting(TokenBenchmark.class, Map.of("algorithm", algorithm), 1, Clock.CPU);
        return new Comparison(name, setting, ours, limit, List.of(peers));
    }

    private static Comparison refuse(String name, Trash kind) {
        Setting setting = new Setting(RefusalBenchmark.class, Map.of("kind", kind.name()), 1, Clock.CPU);
        return new Comparison(name, setting, "nimbus");
    }

    private static Comparison hmac(String name, String scheme, int bytes) {
        Map<String, String> parameters = Map.of("scheme", scheme, "bytes", String.valueOf(bytes));
        return new Comparison(name, new Setting(SignatureBenchmark.class, parameters, 1, Clock.CPU), "tomitribe");
    }

    private static Comparison limiter(String name, int threads, Clock clock) {
        Setting setting = new Setting(LimiterBenchmark.class, Map.of(), threads, clock);
        return new Comparison(name, setting, "bucket4j", "resilience4j");
    }

    /** The methods to run. */
    List<String> methods() {
        return Stream.concat(Stream.of(ours, limit), peers.stream()).toList();
    }
}
