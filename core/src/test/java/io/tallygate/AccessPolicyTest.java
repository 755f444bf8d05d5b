package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Restriction;
import io.tallygate.model.Scope;
import io.tallygate.testing.FakeRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessPolicyTest {
    private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");
    private final Entitlement plain = GateBench.entitlement("acme", "k1");

    private static Denial check(Entitlement entitlement, Demand demand, Instant now) {
        return AccessPolicy.check(
                entitlement, demand, FakeRequest.get("/a"), IpAddress.parse("192.0.2.1"), now.toEpochMilli());
    }

    private Denial during(Instant from, Instant until, Instant now) {
        return check(plain.withRestrictions(List.of(new Restriction.During(from, until))), Demand.plain(), now);
    }

    @Test
    void requiresAllScopes() {
        Entitlement two = plain.withScopes(Scope.setOf("a b"));
        assertThat(check(two, Demand.plain(), NOON)).isNull();
        assertThat(check(two, Demand.of("a b"), NOON)).isNull();
        assertThat(check(two, Demand.of("a c"), NOON)).isEqualTo(Denial.INSUFFICIENT_SCOPE);
        assertThat(check(plain, Demand.of("a"), NOON)).isEqualTo(Denial.INSUFFICIENT_SCOPE);
    }

    @Test
    void includesTheBeginningOfASpanAndNotItsEnd() {
        Instant later = NOON.plusSeconds(60);
        assertThat(during(NOON, later, NOON.minusMillis(1))).isEqualTo(Denial.RESTRICTED);
        assertThat(during(NOON, later, NOON)).isNull();
        assertThat(during(NOON, later, later.minusMillis(1))).isNull();
        assertThat(during(NOON, later, later)).isEqualTo(Denial.RESTRICTED);
        assertThat(during(NOON.plusNanos(1), later, NOON)).isEqualTo(Denial.RESTRICTED);
        assertThat(during(Instant.MIN, Instant.MAX, NOON)).isNull();
        assertThat(during(Instant.MIN, NOON, Instant.ofEpochMilli(-1))).isNull();
    }

    @Test
    void endsAtTheInstantItSays() {
        assertThat(check(plain.withNotAfter(NOON), Demand.plain(), NOON.minusMillis(1)))
                .isNull();
        assertThat(check(plain.withNotAfter(NOON), Demand.plain(), NOON)).isEqualTo(Denial.EXPIRED);
        assertThat(check(plain.withNotAfter(Instant.MAX), Demand.plain(), NOON)).isNull();
        assertThat(check(plain.withNotAfter(Instant.MIN), Demand.plain(), NOON)).isEqualTo(Denial.EXPIRED);
    }

    @Test
    void holdsAllRestrictionsAtOnce() {
        Entitlement narrowed = plain.withRestrictions(List.of(
                Restriction.Networks.of("192.0.2.0/24", "2001:db8::/32"),
                new Restriction.Methods(Set.of("GET", "HEAD")),
                new Restriction.Paths(List.of("/a"))));
        assertThat(check(narrowed, Demand.plain(), NOON)).isNull();
        assertThat(narrowed(narrowed, FakeRequest.get("/a"), "198.51.100.1")).isEqualTo(Denial.NETWORK_NOT_ALLOWED);
        assertThat(narrowed(narrowed, FakeRequest.of("get", "/a"), "192.0.2.1")).isEqualTo(Denial.RESTRICTED);
        assertThat(narrowed(narrowed, FakeRequest.get("/b"), "192.0.2.1")).isEqualTo(Denial.RESTRICTED);
        assertThat(AccessPolicy.check(narrowed, Demand.plain(), FakeRequest.get("/a"), null, 0))
                .as("an unknown address is in no network")
                .isEqualTo(Denial.NETWORK_NOT_ALLOWED);
    }

    private static Denial narrowed(Entitlement entitlement, FakeRequest request, String client) {
        return AccessPolicy.check(entitlement, Demand.plain(), request, IpAddress.parse(client), NOON.toEpochMilli());
    }
}
