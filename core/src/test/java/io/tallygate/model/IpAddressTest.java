package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
    })
    void readsAndPrintsCanonically(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(IpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.",
                ".1.2.3",
                "0x1.2.3.4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4:80",
                "+1.2.3.4",
                "localhost",
                "1",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "fe80::1%eth0",
                "[::1]",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:",
                ":1",
                "1:2:3:4:5:6:7:",
                "٣.1.1.1",
                "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"
            })
    void refusesWhatIsNoLiteral(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.parse(text));
    }

    @Test
    void agreesWithTheJdkOnRandomAddresses() throws UnknownHostException {
        Random random = new Random(1);
        int seen = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[i % 4 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] &= random.nextInt(3) == 0 ? -1 : 0;
            }
            IpAddress address = IpAddress.of(bytes);
            InetAddress jdk = InetAddress.getByAddress(bytes);
            assertThat(IpAddress.parse(jdk.getHostAddress())).isEqualTo(address);
            assertThat(InetAddress.getByName(address.toString())).isEqualTo(jdk);
            seen++;
        }
        assertThat(seen).isEqualTo(20_000);
    }

    @Test
    void refusesOtherNumbersOfBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.of(new byte[5]))
                .withMessageContaining("5");
    }
}
