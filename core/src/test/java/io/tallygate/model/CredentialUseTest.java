package io.tallygate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialUseTest {
    private static final CredentialId ID = new CredentialId("key-1");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "192.0.2.255,                  192.0.2.0/24",
        "192.0.2.0,                    192.0.2.0/24",
        "::ffff:192.0.2.7,             192.0.2.0/24",
        "255.255.255.255,              255.255.255.0/24",
        "2001:db8:1:2:3:4:5:6,         2001:db8:1:2::/64",
        "::1,                          ::/64",
    })
    void takesACustomersUsualNetworkForTheNetworkOfAnAddress(String address, String network) {
        assertThat(CredentialUse.networkOf(IpAddress.parse(address))).isEqualTo(Network.parse(network));
    }

    @Test
    void keepsTheLatestNetworksOfTooMany() {
        Map<Network, Instant> networks = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            networks.put(Network.parse("10.0." + i + ".0/24"), NOON.plusSeconds(i));
        }
        CredentialUse use = new CredentialUse(ID, NOON, 0, Map.of(), networks);
        assertThat(use.networks()).hasSize(CredentialUse.MAX_NETWORKS);
        assertThat(use.networks().values()).allMatch(seen -> !seen.isBefore(NOON.plusSeconds(24)));
    }

    @Test
    void refusesCountsThatAreNone() {
        assertThatThrownBy(() -> new CredentialUse(ID, NOON, -1, Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CredentialUse(ID, NOON, 0, Map.of(Denial.EXPIRED, 0L), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addsUpAllDenials() {
        CredentialUse one = new CredentialUse(ID, NOON, 0, Map.of(Denial.EXPIRED, 1L, Denial.REVOKED, 2L), Map.of());
        assertThat(one.plus(one).denied()).isEqualTo(6);
        assertThat(one.denied()).isEqualTo(3);
    }
}
