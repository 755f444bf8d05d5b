package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Limit;
import io.tallygate.model.Permit;
import io.tallygate.model.Provenance;
import io.tallygate.quota.plan.Plan;
import io.tallygate.spi.Tab;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final String NOON = "2026-03-10T12:00:00Z";

    private static TestEdge edge(Plan plan) {
        return new TestEdge(NOON, plan);
    }

    private static Entitlement withKey(String key) {
        return new Entitlement(
                TestEdge.entitlement("acme").account(),
                "acme",
                java.util.Set.of(),
                java.util.List.of(),
                "starter",
                null,
                0,
                Provenance.recorded(new CredentialId(key), null));
    }

    private static Decision from(TestEdge edge, Tab tab, Demand demand, String client) {
        return tab.charge(demand, IpAddress.parse(client), edge.time.epochMillis(), edge.time.nanos());
    }

    @Test
    void deniesBeyondTheBurstAtNoCostAndSaysWhenToComeBack() {
        TestEdge edge = edge(Plan.named("starter").rate("burst", 20, Duration.ofSeconds(1)));
        assertThat(edge.charge("acme", 30)).isEqualTo(20);
        Deny deny = (Deny) edge.charge(edge.tab("acme"), Demand.plain());
        assertThat(deny.denial()).isEqualTo(Denial.RATE_LIMITED);
        assertThat(deny.retryAfter()).isEqualTo(Duration.ofMillis(50));
        assertThat(deny.limits()).containsExactly(new Limit("burst", 20, 1, 0, 1));
        assertThat(deny.entitlement()).isNotNull();
        edge.meter.flush();
        assertThat(edge.billed("acme")).isEqualTo(20);
        edge.time.advance(Duration.ofMillis(50));
        assertThat(edge.charge("acme", 2)).isOne();
    }

    @Test
    void sharesTheRateOfAnAccountBetweenItsSessions() {
        TestEdge edge = edge(Plan.named("starter").rate("burst", 3, Duration.ofMinutes(1)));
        Tab one = edge.meter.open(withKey("one"));
        Tab two = edge.meter.open(withKey("two"));
        assertThat(edge.charge(one, Demand.plain())).isInstanceOf(Permit.class);
        assertThat(edge.charge(two, Demand.plain())).isInstanceOf(Permit.class);
        one.close();
        two.close();
        edge.time.advance(Duration.ofSeconds(6));
        assertThat(edge.charge("acme", 5)).as("a new session is no new burst").isOne();
    }

    @Test
    void keepsARatePerKey() {
        TestEdge edge = edge(Plan.named("starter").ratePerKey("key", 2, Duration.ofMinutes(1)));
        Tab one = edge.meter.open(withKey("one"));
        Tab again = edge.meter.open(withKey("one"));
        Tab two = edge.meter.open(withKey("two"));
        assertThat(edge.charge(one, Demand.plain())).isInstanceOf(Permit.class);
        assertThat(edge.charge(again, Demand.plain())).isInstanceOf(Permit.class);
        assertThat(edge.charge(one, Demand.plain())).isInstanceOf(Deny.class);
        assertThat(edge.charge(two, Demand.plain())).isInstanceOf(Permit.class);
    }

    @Test
    void keepsARatePerRoute() {
        TestEdge edge = edge(Plan.named("starter").ratePerRoute("route", 1, Duration.ofMinutes(1)));
        Tab tab = edge.tab("acme");
        assertThat(edge.charge(tab, Demand.plain().route("a"))).isInstanceOf(Permit.class);
        assertThat(edge.charge(tab, Demand.plain().route("b"))).isInstanceOf(Permit.class);
        assertThat(edge.charge(tab, Demand.plain().route("a"))).isInstanceOf(Deny.class);
    }

    @Test
    void keepsARatePerAddressAndTakesANetworkOfVersionSixForOne() {
        TestEdge edge = edge(Plan.named("starter").ratePerAddress("address", 1, Duration.ofMinutes(1)));
        Tab tab = edge.tab("acme");
        assertThat(tab.needsClient()).isTrue();
        assertThat(from(edge, tab, Demand.plain(), "192.0.2.1")).isInstanceOf(Permit.class);
        assertThat(from(edge, tab, Demand.plain(), "192.0.2.2")).isInstanceOf(Permit.class);
        assertThat(from(edge, tab, Demand.plain(), "192.0.2.1")).isInstanceOf(Deny.class);
        assertThat(from(edge, tab, Demand.plain(), "2001:db8::1")).isInstanceOf(Permit.class);
        assertThat(from(edge, tab, Demand.plain(), "2001:db8::2")).isInstanceOf(Deny.class);
        assertThat(from(edge, tab, Demand.plain(), "2001:db8:0:1::1")).isInstanceOf(Permit.class);
    }

    @Test
    void takesNothingFromOneRateWhenAnotherRefuses() {
        TestEdge edge = edge(Plan.named("starter")
                .rate("minute", 10, Duration.ofMinutes(1))
                .rate("second", 1, Duration.ofSeconds(1)));
        assertThat(edge.charge("acme", 8)).isOne();
        Permit permit = null;
        edge.time.advance(Duration.ofSeconds(1));
        permit = edge.permit("acme", 1);
        assertThat(permit.limits()).extracting(Limit::name).containsExactly("minute", "second");
        assertThat(permit.limits().get(0).remaining()).isEqualTo(8);
    }

    @Test
    void limitsUncountedDemandAsWell() {
        TestEdge edge = edge(Plan.named("starter").rate("burst", 1, Duration.ofMinutes(1)));
        Tab tab = edge.tab("acme");
        assertThat(edge.charge(tab, Demand.plain().uncounted())).isInstanceOf(Permit.class);
        assertThat(edge.charge(tab, Demand.plain().uncounted())).isInstanceOf(Deny.class);
    }

    @Test
    void saysWhatIsLeftOfTheIncludedUnitsIncludingWhatOtherEdgesCounted() {
        TestEdge edge = edge(Plan.named("starter").included(100));
        TestEdge other = edge.other(new io.tallygate.quota.testing.MemoryDisk("other"), 4);
        other.charge("acme", 30);
        other.meter.flush();
        edge.charge("acme", 10);
        edge.meter.flush();
        Limit quota = edge.permit("acme", 5).limits().get(0);
        assertThat(quota.name()).isEqualTo("quota");
        assertThat(quota.quota()).isEqualTo(100);
        assertThat(quota.remaining()).isEqualTo(55);
        assertThat(quota.resetSeconds())
                .isEqualTo(Duration.ofDays(21).plusHours(12).toSeconds());
    }

    @Test
    void boundsTheLimitersOfMadeUpKeys() {
        var limit = io.tallygate.limit.RateLimit.of("x", 1, Duration.ofSeconds(1));
        var forgotten = new java.util.concurrent.atomic.AtomicInteger();
        LimiterPool<Integer> pool = new LimiterPool<>(limit, 0, forgotten, 10);
        for (int i = 0; i < 100; i++) {
            pool.of(i, 0).take(1, 0);
        }
        assertThat(pool.size()).isEqualTo(10);
        assertThat(pool.of(1_000, 0)).isSameAs(pool.of(1_001, 0));
        assertThat(pool.of(1_000, Duration.ofSeconds(5).toNanos())).isNotSameAs(pool.of(50, 0));
        assertThat(forgotten).hasValue(1);
    }
}
