package io.tallygate.quota.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.model.Demand;
import io.tallygate.model.Deny;
import io.tallygate.model.Permit;
import io.tallygate.quota.plan.Plan;
import io.tallygate.testing.FakeRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EdgeFixtureTest {
    @Test
    void takesARequestFromItsKeyToTheStatement() {
        Plan plan = Plan.named("starter").rate("burst", 2, Duration.ofSeconds(1));
        try (EdgeFixture edge = EdgeFixture.at("2026-03-10T12:00:00Z", plan, ApiKeyScheme.standard())) {
            edge.directory().assign("acme", "starter");
            String key = ApiKeys.in(edge.directory())
                    .time(edge.time())
                    .issue("acme", "orders:read")
                    .secret();
            FakeRequest request = FakeRequest.get("/orders").header("X-Api-Key", key);
            Demand demand = Demand.of("orders:read");
            assertThat(edge.gate().ready()).isTrue();
            assertThat(edge.gate().admit(request, demand)).isInstanceOf(Permit.class);
            assertThat(edge.gate().admit(request, demand)).isInstanceOf(Permit.class);
            assertThat(edge.gate().admit(request, demand)).isInstanceOf(Deny.class);
            assertThat(edge.statement("acme").lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.used()).isEqualTo(2));
        }
    }
}
