package io.tallygate.examples.benchmarks;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.hmac.AppKeys;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A way to sign requests, with one app key, at one moment.
 *
 * @param <C> what the scheme for it finds in them
 */
abstract class Signing<C extends Credential> {
    /** So many that a scheme which has seen them all has one slice of its memory full. */
    private static final int REQUESTS = 4_000;

    final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    final IssuedKey key;
    private final InMemoryDirectory directory = new InMemoryDirectory();

    Signing() {
        this.key = AppKeys.in(directory)
                .sealing("bench", Signing::sealingKey)
                .time(time)
                .issue("acme");
    }

    static Signing<?> named(String name) throws GeneralSecurityException {
        return name.equals("native") ? new NativeSigning() : new SigV4Signing();
    }

    static Secret sealingKey() {
        return Secret.of(new byte[32]);
    }

    /** For a memory that so many requests of this moment fill. */
    abstract Blueprint<AuthenticationScheme<C>> scheme(int requests);

    /** The fields are those there are without a signature; the lines of a body's field may be added. */
    abstract SignedRequest sign(String method, String target, Map<String, String> fields, byte[] body);

    /** The codes and hashes alone, by buffers that are kept. */
    abstract byte[] compute(SignedRequest request) throws GeneralSecurityException;

    /** Opened with its memory empty. */
    AuthenticationScheme<C> open() {
        return scheme(REQUESTS)
                .open(new Environment(
                        time, Environment.systemRandomness(), time, new Listener() {}, Optional.of(directory)));
    }

    /** Each different, with a body of so many bytes; without one, they are GETs. */
    List<SignedRequest> requests(int bodyBytes) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(n -> sign(method(bodyBytes), target(n), fields(bodyBytes), body(bodyBytes)))
                .toList();
    }

    static int count() {
        return REQUESTS;
    }

    static String method(int bodyBytes) {
        return bodyBytes == 0 ? "GET" : "POST";
    }

    static String target(int n) {
        return "/orders/" + (1_000_000 + n) + "?limit=50&view=full";
    }

    static Map<String, String> fields(int bodyBytes) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Host", SignedRequest.AUTHORITY);
        fields.put("Accept", "application/json");
        if (bodyBytes > 0) {
            fields.put("Content-Type", "application/json");
            fields.put("Content-Length", Integer.toString(bodyBytes));
        }
        return fields;
    }

    static byte[] body(int bytes) {
        return "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
