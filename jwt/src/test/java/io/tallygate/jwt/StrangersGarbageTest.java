package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tallygate.spi.DirectoryUnavailableException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody can make us allocate by a token that proves nothing. */
class StrangersGarbageTest {
    private static final int LENGTH = 6000;

    private final ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Four times, because an object of seven characters has a name, which is read as a text of 24 bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"{},", "{\"\":0},", "{\"\":{\"\":[{}]}},", "\"\",", "\"\\n\","})
    void readsHeadersOfManyPiecesAtTheCostOfTheirLength(String piece) {
        String pieces = piece.repeat(LENGTH / piece.length());
        assertThat(leftByHeader("{\"alg\":\"none\",\"x\":[" + pieces + "0]}")).isLessThan(4 * LENGTH);
    }

    /** A copy of its bytes, one of its characters and the text. */
    @ParameterizedTest
    @ValueSource(strings = {"\\n", "a\\n", "\\u0061", "é\\n", "a"})
    void readsTextsAtTheCostOfTheirLength(String piece) {
        String text = piece.repeat(LENGTH / piece.getBytes(StandardCharsets.UTF_8).length);
        assertThat(leftByHeader("{\"alg\":\"none\",\"kid\":\"" + text + "\"}")).isLessThan(4 * LENGTH);
        assertThat(leftByHeader("{\"alg\":\"none\",\"" + text + "\":0}")).isLessThan(4 * LENGTH);
    }

    /** During an outage all requests come this far, those that are tried again among them. */
    @Test
    void keepsItsBufferWhenTheKeysAreOut() {
        TestIssuer issuer = TestIssuer.of(JoseAlgorithm.HS256);
        IssuerRules rules = IssuerRules.strict(TestIssuer.NAME, Set.of("orders"), "org_id", null);
        TokenVerifier verifier = new TokenVerifier(new Headers(), List.of(new TrustedIssuer(rules, new NoKeys())));
        PresentedToken token = new BearerTokens(new Headers(), 3 * LENGTH)
                .token(issuer.token(",\"x\":\"" + "x".repeat(LENGTH) + "\""), 0);
        Instant now = issuer.time().instant();
        long bytes = leastBytes(() -> assertThatThrownBy(() -> verifier.verify(token, now))
                .isInstanceOf(DirectoryUnavailableException.class));
        assertThat(bytes).isLessThan(LENGTH);
    }

    private long leftByHeader(String json) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return leastBytes(() -> assertThat(HeaderReader.read(header)).isInstanceOf(Refusal.class));
    }

    /** The least of some runs, as the compiler of the platform allocates when it swaps code in. */
    private long leastBytes(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
            work.run();
            long after = meter.getThreadAllocatedBytes(Thread.currentThread().getId());
            least = Math.min(least, after - before);
        }
        return least;
    }

    private static final class NoKeys implements KeySource {
        @Override
        public @Nullable KeyRing keys() {
            return null;
        }

        @Override
        public boolean missing(String keyId) {
            return false;
        }

        @Override
        public void close() {}
    }
}
