package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff, true",
        "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.6, false",
        "203.0.113.6/31, 203.0.113.7, true",
    })
    void holdsTheAddressesOfItsBlock(String network, String address, boolean inside) {
        assertThat(Network.parse(network).contains(IpAddress.parse(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "/8",
                "2001:db8::1/32",
                "10.0.0.0/8/8",
                "10.0.0.0/ 8",
                "::1/64"
            })
    void refusesWhatIsNoBlock(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
    }

    @Test
    void printsWhatItParses() {
        assertThat(Network.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
        assertThat(Network.parse("2001:DB8::/32")).hasToString("2001:db8::/32");
        assertThat(Network.parse("192.0.2.1")).hasToString("192.0.2.1/32");
    }

    @Test
    void agreesWithBigIntegersOnRandomBlocks() {
        Random random = new Random(2);
        int inside = 0;
        for (int i = 0; i < 50_000; i++) {
            int prefix = random.nextInt(129);
            IpAddress address = new IpAddress(random.nextLong() | 1L << 62, random.nextLong());
            BigInteger mask = BigInteger.ONE.shiftLeft(128 - prefix).subtract(BigInteger.ONE);
            BigInteger base = bits(address).andNot(mask);
            Network network = new Network(new IpAddress(base.shiftRight(64).longValue(), base.longValue()), prefix);
            IpAddress other = random.nextBoolean()
                    ? new IpAddress(random.nextLong(), random.nextLong())
                    : new IpAddress(address.high(), address.low() ^ 1L << random.nextInt(64));
            boolean expected = bits(other).andNot(mask).equals(base) && !other.isV4();
            assertThat(network.contains(other)).isEqualTo(expected);
            inside += expected ? 1 : 0;
        }
        assertThat(inside).isBetween(5_000, 45_000);
    }

    private static BigInteger bits(IpAddress address) {
        return new BigInteger(Long.toUnsignedString(address.high()))
                .shiftLeft(64)
                .or(new BigInteger(Long.toUnsignedString(address.low())));
    }
}
