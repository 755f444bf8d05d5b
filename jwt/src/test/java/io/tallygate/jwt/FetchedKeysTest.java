package io.tallygate.jwt;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.jwt.testing.FakeIssuer;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.testing.ManualTime;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When keys are fetched, which are used, and what a stranger or a sick issuer can do about it; on manual time. */
class FetchedKeysTest {
    private static final URI SOURCE = URI.create("https://login.example.com/jwks");

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final FakeIssuer issuer = FakeIssuer.named("https://login.example.com", time);
    private final FakeEndpoint endpoint = new FakeEndpoint();
    private final List<String> alarms = new ArrayList<>();
    private final List<KeyRotation> rotations = new ArrayList<>();
    private final Listener listener = new Listener() {
        @Override
        public void onAlarm(String code, String message) {
            alarms.add(code + " " + message);
        }
    };
    private final Environment environment = new Environment(time, new Random(1), time, listener, Optional.empty());
    private final List<FetchedKeys> opened = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        opened.forEach(FetchedKeys::close);
        assertThat(time.pending()).as("tasks that outlive the source").isZero();
        assertThat(time.failures()).isEmpty();
        assertThat(endpoint.closed).isTrue();
    }

    private FetchedKeys open() {
        return open(JwksSettings.standard());
    }

    private FetchedKeys open(JwksSettings settings) {
        JwkReader reader = new JwkReader(CryptographyOfProcess.get(), null);
        FetchedKeys keys = new FetchedKeys(SOURCE, settings.onRotation(rotations::add), endpoint, reader, environment);
        opened.add(keys);
        return keys;
    }

    private static boolean has(FetchedKeys keys, String keyId) {
        KeyRing ring = keys.keys();
        return ring != null && ring.named(keyId) != null;
    }

    @Test
    void fetchesOnceWhenOpenedAndAgainInTheBackground() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys = open();
        for (int i = 0; i < 1000; i++) {
            assertThat(has(keys, "key-1")).isTrue();
        }
        assertThat(endpoint.asked()).isEqualTo(1);

        time.advance(ofMinutes(10));
        assertThat(endpoint.asked()).isEqualTo(2);
    }

    @Test
    void refreshesUpToAQuarterEarlyAndNeverTwiceAtTheSamePoint() {
        endpoint.publishes(issuer.jwkSet());
        open();
        List<Long> gaps = new ArrayList<>();
        long last = time.nanos();
        while (gaps.size() < 50) {
            int before = endpoint.asked();
            time.advance(ofSeconds(1));
            if (endpoint.asked() > before) {
                gaps.add(Duration.ofNanos(time.nanos() - last).toSeconds());
                last = time.nanos();
            }
        }
        assertThat(gaps).allSatisfy(gap -> assertThat(gap).isBetween(449L, 601L));
        assertThat(gaps.stream().distinct().count()).isGreaterThan(20);
    }

    @Test
    void honoursMaxAgeWithinBounds() {
        assertThat(secondsUntilSecondFetch("max-age=240")).isBetween(180L, 241L);
        assertThat(secondsUntilSecondFetch("public, max-age=0")).isBetween(45L, 61L);
        assertThat(secondsUntilSecondFetch("no-store, max-age=240")).isBetween(45L, 61L);
        assertThat(secondsUntilSecondFetch("max-age=999999999")).isBetween(450L, 601L);
        assertThat(secondsUntilSecondFetch("max-age=99999999999999999999")).isBetween(450L, 601L);
        assertThat(secondsUntilSecondFetch("max-age=-5")).isBetween(450L, 601L);
    }

    private long secondsUntilSecondFetch(String cacheControl) {
        endpoint.answers(200, issuer.jwkSet(), null, cacheControl);
        FetchedKeys keys = open();
        int before = endpoint.asked();
        long began = time.nanos();
        while (endpoint.asked() == before) {
            time.advance(ofSeconds(1));
        }
        keys.close();
        return Duration.ofNanos(time.nanos() - began).toSeconds();
    }

    @Test
    void asksWithTheEntityTagAndKeepsTheSetThatIsStillTheSame() {
        endpoint.answers(200, issuer.jwkSet(), "\"v1\"", "");
        FetchedKeys keys = open(JwksSettings.standard().staleFor(ofHours(1)));
        endpoint.answers(304, "", null, "");
        time.advance(ofHours(3));

        assertThat(endpoint.etags.get(0)).isNull();
        assertThat(endpoint.etags.subList(1, endpoint.etags.size()))
                .hasSizeGreaterThan(10)
                .containsOnly("\"v1\"");
        assertThat(has(keys, "key-1")).isTrue();
        assertThat(alarms).isEmpty();
    }

    @Test
    void doesNotBelieveThatNothingHasChangedWhenItNeverAskedThat() {
        endpoint.answers(304, "", null, "");
        assertThat(open().keys()).isNull();
        assertThat(alarms).hasSize(1);
    }

    @Test
    void servesStaleKeysUntilTheHorizonAndThenNone() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys = open();
        endpoint.fails(new ConnectException());

        time.advance(ofHours(24).minus(ofSeconds(1)));
        assertThat(has(keys, "key-1")).isTrue();
        time.advance(ofSeconds(2));
        assertThat(keys.keys()).isNull();
        time.advance(ofMinutes(1));
        assertThat(alarms).hasSize(2);
        assertThat(alarms.get(0)).startsWith("jwks-unavailable").contains("java.net.ConnectException");
        assertThat(alarms.get(1)).startsWith("jwks-stale");

        endpoint.publishes(issuer.jwkSet());
        time.advance(ofMinutes(1));
        assertThat(has(keys, "key-1")).isTrue();
    }

    @Test
    void triesAgainAfterAFailureNoMoreThanOnceInTheInterval() {
        endpoint.fails(new ConnectException());
        open();
        time.advance(ofMinutes(10));
        assertThat(endpoint.asked()).isBetween(30, 41);
        assertThat(alarms).as("told once").hasSize(1);
    }

    @Test
    void givesUpAFetchThatHangsAndNeverBeginsASecondBesideIt() {
        endpoint.hangs();
        FetchedKeys keys = open(JwksSettings.standard().timeout(ofSeconds(30)));
        for (int i = 0; i < 100; i++) {
            keys.missing("key-" + i);
            time.advance(ofMillis(200));
        }
        time.advance(ofSeconds(10).minus(ofMillis(1)));
        assertThat(endpoint.hanging).hasSize(1);
        assertThat(endpoint.hanging.get(0)).isNotDone();

        time.advance(ofMillis(1));
        assertThat(endpoint.hanging.get(0)).isCancelled();
        assertThat(alarms).hasSize(1).allSatisfy(alarm -> assertThat(alarm).contains("no answer within PT30S"));
        assertThat(endpoint.hanging).as("the next one, asked for meanwhile").hasSize(2);
    }

    @Test
    void aLookUpBeforeTheFirstSetWaitsForTheFetchThatIsUnderWay() throws Exception {
        endpoint.hangs();
        FetchedKeys keys = open(JwksSettings.standard().timeout(ofMinutes(1)));
        CompletableFuture<Boolean> lookUp = new CompletableFuture<>();
        Thread waiting = new Thread(() -> lookUp.complete(has(keys, "key-1")));
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        endpoint.hanging
                .get(0)
                .complete(new EndpointReply(200, issuer.jwkSet().getBytes(StandardCharsets.UTF_8), null, ""));
        assertThat(lookUp.get()).isTrue();
        waiting.join();
    }

    @Test
    void nobodyWaitsWhenTheFirstFetchHasFailedOrTheSourceIsClosed() {
        endpoint.fails(new ConnectException());
        FetchedKeys keys = open(JwksSettings.standard().timeout(ofMinutes(1)));
        assertThat(keys.keys()).isNull();

        endpoint.hangs();
        time.advance(ofMinutes(1));
        assertThat(endpoint.hanging).isNotEmpty();
        keys.close();
        assertThat(keys.keys()).isNull();
        assertThat(endpoint.hanging.get(endpoint.hanging.size() - 1)).isCancelled();
    }

    @Test
    void fetchesForAKeyThatIsMissing() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys = open();
        time.advance(ofMinutes(1));
        String rotated = issuer.rotate();
        endpoint.publishes(issuer.jwkSet());

        assertThat(keys.missing(rotated)).isTrue();
        assertThat(has(keys, rotated)).isTrue();
        assertThat(has(keys, "key-1")).isTrue();
        issuer.retireEarlierKeys();
        endpoint.publishes(issuer.jwkSet());
        time.advance(ofMinutes(10));
        assertThat(has(keys, "key-1")).isFalse();
        assertThat(rotations.stream().map(it -> it.added() + "-" + it.removed()).toList())
                .containsExactly("[key-1]-[]", "[key-2]-[]", "[]-[key-1]");
    }

    @Test
    void aKeyAskedForDuringAFetchIsLookedForInTheNext() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys = open();
        String before = issuer.jwkSet();
        time.advance(ofMinutes(1));
        endpoint.hangs();
        keys.missing("other"); // begins a fetch
        assertThat(endpoint.hanging).hasSize(1);
        time.advance(ofSeconds(1));
        String rotated = issuer.rotate();
        assertThat(keys.missing(rotated)).isTrue();
        endpoint.publishes(issuer.jwkSet());
        endpoint.hanging.get(0).complete(new EndpointReply(200, before.getBytes(StandardCharsets.UTF_8), null, ""));
        assertThat(keys.missing(rotated))
                .as("not refused by an answer that is older")
                .isTrue();

        time.advance(ofSeconds(10));
        assertThat(has(keys, rotated)).isTrue();
    }

    @Test
    void aFloodOfUnknownNamesCausesOneFetchInAnInterval() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys = open();
        time.advance(ofMinutes(1));
        int before = endpoint.asked();
        int stillOpen = 0;
        for (int i = 0; i < 100_000; i++) {
            stillOpen += keys.missing("made-up-" + i) ? 1 : 0;
            if (i % 100 == 0) {
                time.advance(ofMillis(10));
                assertThat(has(keys, "key-1")).isTrue();
            }
        }
        assertThat(endpoint.asked() - before).as("in ten seconds").isBetween(1, 2);
        assertThat(stillOpen)
                .as("names that are given the benefit of the doubt")
                .isBetween(1000, 2001);
    }

    @Test
    void aNameThatWasLookedUpInVainIsRefusedForAWhile() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys = open();
        time.advance(ofMinutes(1));
        int before = endpoint.asked();
        assertThat(keys.missing("made-up")).isTrue();
        time.advance(ofSeconds(30));
        for (int i = 0; i < 100; i++) {
            assertThat(keys.missing("made-up")).isFalse();
        }
        assertThat(endpoint.asked()).isEqualTo(before + 1);
        time.advance(ofSeconds(31));
        assertThat(keys.missing("made-up")).isTrue();
        assertThat(endpoint.asked()).isEqualTo(before + 2);
        assertThat(keys.missing("x".repeat(257))).as("too long for any key").isFalse();
    }

    @Test
    void keepsTheOldSetWhenTheNewOneBreaksARuleAndRaisesOneAlarm() {
        String good = issuer.jwkSet();
        String key = good.substring(good.indexOf('[') + 1, good.indexOf(']'));
        String otherUse = good.replace("\"sig\"", "\"enc\"");
        String fresh = FakeIssuer.named("https://login.example.com", time).jwkSet();
        String duplicate = "{\"keys\":[" + key + "," + fresh.substring(fresh.indexOf('[') + 1);
        String secret = FakeIssuer.named("https://login.example.com", time)
                .algorithm("HS256")
                .jwkSet();
        String mixed = "{\"keys\":[" + key + ","
                + secret.substring(secret.indexOf('[') + 1).replace("key-1", "key-2");
        List<String> bad = List.of(
                duplicate,
                mixed,
                secret,
                otherUse.replace(
                        "]",
                        ","
                                + fresh.substring(fresh.indexOf('[') + 1, fresh.indexOf(']'))
                                        .replace("key-1", "key-2") + "]"),
                "{\"keys\":[]}",
                "<html>sign in</html>",
                good + " ".repeat(JwkSet.MAX_BYTES),
                "");
        for (String set : bad) {
            endpoint.publishes(good);
            FetchedKeys keys = open();
            alarms.clear();
            endpoint.publishes(set);
            time.advance(ofMinutes(20));
            assertThat(has(keys, "key-1"))
                    .as(set.substring(0, Math.min(set.length(), 99)))
                    .isTrue();
            assertThat(alarms).hasSize(1).allSatisfy(it -> assertThat(it).startsWith("jwks-refused"));
            keys.close();
        }
        assertThat(bad).hasSize(8);
    }

    @Test
    void doesNotFollowWhoeverRedirectsNorShowWhatTheySend() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys = open();
        endpoint.answers(302, "visit http://evil.example", null, "");
        time.advance(ofMinutes(20));
        assertThat(has(keys, "key-1")).isTrue();
        assertThat(alarms)
                .hasSize(1)
                .allSatisfy(it -> assertThat(it).contains("status 302").doesNotContain("evil"));
    }

    @Test
    void aListenerThatThrowsStopsNothing() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys = new FetchedKeys(
                SOURCE,
                JwksSettings.standard().onRotation(rotation -> {
                    throw new IllegalStateException();
                }),
                endpoint,
                new JwkReader(CryptographyOfProcess.get(), null),
                environment);
        opened.add(keys);
        assertThat(has(keys, "key-1")).isTrue();
        time.advance(ofMinutes(10));
        assertThat(endpoint.asked()).isEqualTo(2);
    }

    @Test
    void anEndpointThatThrowsIsAskedAgain() {
        KeyEndpoint throwing = new KeyEndpoint() {
            @Override
            public CompletableFuture<EndpointReply> ask(@org.jspecify.annotations.Nullable String etag) {
                endpoint.etags.add(etag);
                throw new IllegalArgumentException("no");
            }

            @Override
            public void close() {
                endpoint.close();
            }
        };
        opened.add(new FetchedKeys(
                SOURCE,
                JwksSettings.standard(),
                throwing,
                new JwkReader(CryptographyOfProcess.get(), null),
                environment));
        time.advance(ofMinutes(1));
        assertThat(endpoint.asked()).isBetween(3, 7);
    }

    @Test
    void startsFromTheCopyWhenTheIssuerIsAwayAndOnlyThen() throws Exception {
        Path file = directory.resolve("login.jwks");
        JwksSettings settings = JwksSettings.standard().copyIn(file);
        endpoint.publishes(issuer.jwkSet());
        open(settings).close();
        assertThat(file).exists();

        endpoint.fails(new ConnectException());
        time.advance(ofHours(23));
        FetchedKeys inOutage = open(settings);
        assertThat(has(inOutage, "key-1")).isTrue();
        time.advance(ofMinutes(59));
        assertThat(has(inOutage, "key-1")).isTrue();
        time.advance(ofMinutes(2));
        assertThat(inOutage.keys()).as("no longer than without a restart").isNull();
        inOutage.close();
        assertThat(open(settings).keys()).isNull();

        issuer.rotate();
        issuer.retireEarlierKeys();
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys well = open(settings);
        assertThat(has(well, "key-1")).isFalse();
        assertThat(has(well, "key-2")).isTrue();
        assertThat(Files.list(directory)).containsExactly(file);
    }

    @Test
    void aCopyFromTheFutureIsNotUsed() {
        JwksSettings settings = JwksSettings.standard().copyIn(directory.resolve("login.jwks"));
        endpoint.publishes(issuer.jwkSet());
        open(settings).close();
        endpoint.fails(new ConnectException());
        time.jumpWall(ofHours(-1));
        assertThat(open(settings).keys()).isNull();
    }

    @Test
    void goesOnWithoutACopyThatCannotBeWrittenAndSaysSoOnce() {
        endpoint.publishes(issuer.jwkSet());
        FetchedKeys keys =
                open(JwksSettings.standard().copyIn(directory.resolve("missing").resolve("login.jwks")));
        time.advance(ofHours(1));
        assertThat(has(keys, "key-1")).isTrue();
        assertThat(alarms).hasSize(1).allSatisfy(it -> assertThat(it).startsWith("jwks-copy"));
    }
}
