package io.tallygate.jwt;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.jwt.testing.FakeIssuer;
import io.tallygate.jwt.testing.FakeJwksServer;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.spi.Background;
import io.tallygate.spi.Listener;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A whole gate and a real server of keys that is ill. Time is manual, so nothing is waited for but the network: a request that
 * waited for a fetch would hang here, because the server hangs until the test is over; so each test has three minutes, as
 * many as a busy machine may take, on a thread that is given up.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JwksOutageTest {
    private static final String NAME = "https://login.example.com";

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final FakeIssuer issuer = FakeIssuer.named(NAME, time);
    private final FakeJwksServer server = issuer.serve();
    private final BlockingQueue<KeyRotation> rotations = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> alarms = new LinkedBlockingQueue<>();
    private final Tallygate gate = Tallygate.builder()
            .accept(scheme())
            .time(time)
            .failures(10_000, ofSeconds(1))
            .listener(new Listener() {
                @Override
                public void onAlarm(String code, String message) {
                    if (code.startsWith("jwks")) {
                        alarms.add(message);
                    }
                }
            })
            .build();

    JwksOutageTest() throws InterruptedException {
        assertThat(next(rotations).added()).containsExactly("key-1");
        time.advance(ofMinutes(1));
    }

    private JwtScheme scheme() {
        return JwtScheme.issuer(NAME)
                .audience("orders")
                .jwks(
                        server.uri(),
                        JwksSettings.standard()
                                .allowPlainLoopback()
                                .timeout(ofMinutes(1))
                                .onRotation(rotations::add))
                .accountFrom("org_id");
    }

    @AfterEach
    void close() {
        gate.close();
        server.close();
        assertThat(time.pending()).as("tasks that outlive the gate").isZero();
        assertThat(time.failures()).isEmpty();
    }

    private static <T> T next(BlockingQueue<T> events) throws InterruptedException {
        T event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within ten seconds").isNotNull();
        return event;
    }

    private String token() {
        return issuer.token("orders").claim("org_id", "acme").sign();
    }

    private Decision admit(String token) {
        return gate.admit(TestIssuer.carrying(token), Demand.plain());
    }

    private static Denial denial(Decision decision) {
        return ((Deny) decision).denial();
    }

    private static String withKeyId(String token, String keyId) {
        String header = "{\"alg\":\"ES256\",\"kid\":\"" + keyId + "\",\"typ\":\"JWT\"}";
        return Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + token.substring(token.indexOf('.'));
    }

    @Test
    void aRotatedKeyIsFetchedOnceItIsSeen() throws InterruptedException {
        issuer.rotate();
        String token = token();
        assertThat(denial(admit(token))).as("not 401, which ends tokens").isEqualTo(Denial.UNAVAILABLE);
        assertThat(next(rotations).added()).containsExactly("key-2");
        assertThat(admit(token).permitted()).isTrue();
        assertThat(denial(admit(issuer.token("orders")
                        .claim("org_id", "acme")
                        .byStranger()
                        .sign())))
                .isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void aFloodOfUnknownKeysBlocksNobodyWhileTheServerHangs() throws Exception {
        server.hanging();
        int before = server.requests();
        String template = token();
        int permitted = 0;
        for (int i = 0; i < 10_000; i++) {
            FakeRequest stranger = TestIssuer.carrying(withKeyId(template, "made-up-" + i));
            Denial denial = denial(gate.admit(stranger.peer("198.51.100." + i % 256), Demand.plain()));
            assertThat(denial).isIn(Denial.UNAVAILABLE, Denial.INVALID_CREDENTIAL);
            if (i % 100 == 0) {
                permitted += admit(token()).permitted() ? 1 : 0;
            }
        }
        time.advance(ofMinutes(1));
        assertThat(next(alarms)).contains("no answer within PT1M");
        int fetches = server.requests() - before;
        System.out.println("JWKS flood=10000 fetches=" + fetches + " good=" + permitted);
        assertThat(permitted).isEqualTo(100);
        assertThat(fetches).isBetween(1, 2);
    }

    @Test
    void aServerThatIsDownLiesSendsTooMuchOrRedirectsChangesNothing() throws InterruptedException {
        List<Runnable> ills = List.of(
                server::down,
                () -> server.lying("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"key-1\",\"k\":\"AAAA\"}]}"),
                () -> server.huge(10_000_000),
                server::redirecting,
                server::close);
        List<String> said =
                List.of("status 500", "", "has 262145 bytes; at most", "status 302", "java.net.ConnectException");
        for (int i = 0; i < ills.size(); i++) {
            int before = server.requests();
            ills.get(i).run();
            time.advance(ofSeconds(11));
            admit(withKeyId(token(), "made-up-" + i)); // has the keys fetched
            assertThat(next(alarms)).contains(said.get(i));
            assertThat(server.requests() - before)
                    .as("requests, a redirect followed")
                    .isLessThanOrEqualTo(1);
            assertThat(admit(token()).permitted()).isTrue();
            assertThat(rotations).isEmpty();
            if (i < ills.size() - 1) {
                heal();
            }
        }
    }

    /** Ends the trouble, so that the next is told of. */
    private void heal() throws InterruptedException {
        String rotated = issuer.rotate();
        server.healthy();
        time.advance(ofSeconds(11));
        admit(token());
        assertThat(next(rotations).added()).containsExactly(rotated);
    }

    @Test
    void aServerIsAskedEvenWhenNoThreadIsFree() throws Exception {
        try (HttpKeyEndpoint endpoint = new HttpKeyEndpoint(server.uri(), ofSeconds(10), new FullBackground())) {
            EndpointReply reply = endpoint.ask(null).get(10, TimeUnit.SECONDS);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(issuer.jwkSet());
        }
    }

    /** Has no thread for anything. */
    private static final class FullBackground implements Background {
        @Override
        public void execute(Runnable task) {
            throw new RejectedExecutionException();
        }

        @Override
        public Task after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Task every(Duration initialDelay, Duration period, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
        FakeIssuer present = FakeIssuer.named(NAME, TimeSource.system());
        try (FakeJwksServer fresh = present.serve()) {
            admitByThreadsOfItsOwn(present, fresh);
        }
        long deadline = System.nanoTime() + ofSeconds(10).toNanos();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean ours = thread.getName().matches("(tallygate-|fake-jwks-|HttpClient-).*");
            assertThat(ours && !before.contains(thread) && !thread.isDaemon())
                    .as(thread.getName())
                    .isFalse();
            while (ours && !before.contains(thread) && thread.isAlive()) {
                assertThat(System.nanoTime())
                        .as(thread.getName() + " is still there")
                        .isLessThan(deadline);
                System.gc(); // the JDK's client ends when nobody refers to it
                thread.join(100);
            }
        }
    }

    /** The first request waits for the first set, and on a machine with other work it may wait long. */
    private static void admitByThreadsOfItsOwn(FakeIssuer issuer, FakeJwksServer server) {
        try (Tallygate gate = Tallygate.builder()
                .central(calls -> calls.timeout(ofSeconds(10)))
                .accept(JwtScheme.issuer(NAME)
                        .audience("orders")
                        .jwks(server.uri(), JwksSettings.standard().allowPlainLoopback())
                        .account("acme"))
                .build()) {
            FakeRequest request = TestIssuer.carrying(issuer.token("orders").sign());
            assertThat(gate.admit(request, Demand.plain()).permitted()).isTrue();
        }
    }
}
