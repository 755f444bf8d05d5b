package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.quota.plan.BillingCalendar;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.Window;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowRolloverTest {
    /** One unit every quarter of an hour, over the days on which clocks change and months end. */
    @ParameterizedTest
    @CsvSource({
        "daily/Europe/Berlin, 2026-03-28T12:00:00Z, 2, 92",
        "daily/Europe/Berlin, 2026-10-24T12:00:00Z, 2, 100",
        "daily/America/New_York, 2026-03-07T12:00:00Z, 2, 92",
        "daily/Asia/Kathmandu, 2026-03-28T12:00:00Z, 2, 96",
        "monthly/Europe/Berlin, 2026-02-28T12:00:00Z, 32, 2972",
        "monthly/UTC, 2024-01-31T12:00:00Z, 30, 2784"
    })
    void putsEachUnitIntoTheWindowOfItsMoment(String calendar, String start, int days, long second) {
        Plan plan = Plan.named("starter").calendar(BillingCalendar.parse(calendar));
        TestEdge edge = new TestEdge(start, plan);
        edge.flushEvery = Duration.ofMinutes(30);
        edge.restart();
        long counted = 0;
        Window next = plan.calendar().windowAt(edge.month().end());
        for (int i = 0; i < days * 96; i++) {
            counted += edge.charge("acme", 1);
            edge.time.advance(Duration.ofMinutes(15));
        }
        edge.meter.flush();
        assertThat(counted).isEqualTo(days * 96L);
        assertThat(edge.billed("acme", next)).isEqualTo(second);
        var account = TestEdge.entitlement("acme").account();
        assertThat(edge.ledger.windows(account).stream()
                        .mapToLong(it -> edge.billed("acme", it))
                        .sum())
                .isEqualTo(counted);
        assertThat(edge.statement("acme", next).complete()).isTrue();
    }
}
