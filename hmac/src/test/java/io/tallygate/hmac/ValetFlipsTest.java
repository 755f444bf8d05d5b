package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Denial;
import io.tallygate.testing.FakeRequest;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every bit of a URL counts, with all its limits, and at a whole gate, where the URL itself has a session. Delimiters are
 * written out, since whether they are encoded, and in which case, is not signed.
 */
class ValetFlipsTest {
    /** Of a character: one more than an octet has, since a character that is none must not be taken for its lower ones. */
    private static final int BITS = 9;

    private static final String HOST = "api.example.com";

    private final ValetEdge edge = new ValetEdge();
    private final Map<Denial, Integer> denials = new EnumMap<>(Denial.class);
    private int tried;
    private int accepted;

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void refusesEveryFlippedBit() {
        ValetKey exact = edge.to("/reports/a%20b?page=1")
                .grant("mail-7")
                .methods("GET", "HEAD")
                .notBefore(edge.time.instant())
                .networks("192.0.2.0/24", "2001:db8::/32");
        flip(exact);
        flip(edge.to("/reports/?page=1").below("/reports/"));
        System.out.println("VALET flips=" + tried + " accepted=" + accepted);
        assertThat(accepted).isZero();
        assertThat(tried).isGreaterThan(7_000);
        assertThat(denials)
                .containsOnlyKeys(
                        Denial.MALFORMED_CREDENTIAL,
                        Denial.INVALID_CREDENTIAL,
                        Denial.RESTRICTED,
                        Denial.NO_CREDENTIAL);
    }

    private void flip(ValetKey key) {
        String target =
                ValetEdge.target(key).replace("%2F", "/").replace("%2C", ",").replace("%3A", ":");
        assertThat(edge.denial(request("GET", target, HOST))).isNull();
        for (int bit = 0; bit < target.length() * BITS; bit++) {
            attempt(request("GET", flipped(target, bit), HOST));
        }
        for (int bit = 0; bit < 3 * BITS; bit++) {
            attempt(request(flipped("GET", bit), target, HOST));
        }
        for (int bit = 0; bit < HOST.length() * BITS; bit++) {
            attempt(request("GET", target, flipped(HOST, bit)));
        }
        assertThat(edge.denial(request("GET", target, HOST))).isNull();
    }

    private static FakeRequest request(String method, String target, String host) {
        return FakeRequest.of(method, target).authority(host).peer("192.0.2.1");
    }

    private static String flipped(String text, int bit) {
        char flipped = (char) (text.charAt(bit / BITS) ^ 1 << bit % BITS);
        return text.substring(0, bit / BITS) + flipped + text.substring(bit / BITS + 1);
    }

    private void attempt(FakeRequest request) {
        tried++;
        Denial denial = edge.denial(request);
        accepted += denial == null ? 1 : 0;
        if (denial != null) {
            denials.merge(denial, 1, Integer::sum);
        }
    }
}
