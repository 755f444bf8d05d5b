package io.tallygate;

import static io.tallygate.GateBench.denial;
import static io.tallygate.GateBench.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.HttpReply;
import io.tallygate.spi.Listener.CentralCall;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten look-ups in a second, and six in a minute for one address, to the call. */
class LookUpBudgetTest {
    private final GateBench bench = new GateBench();
    private final Tallygate gate =
            bench.builder().central(c -> c.perSecond(10).perPeerMinute(6)).build();
    private int made;

    @AfterEach
    void close() {
        gate.close();
    }

    private Decision admitMadeUp(String peer) {
        return gate.admit(request("x" + made++).peer(peer), Demand.plain());
    }

    private Decision admitMadeUpFromElsewhere() {
        return admitMadeUp("10.0." + made / 200 + "." + made % 200);
    }

    @Test
    void asksNoMoreOftenThanItMayInAll() {
        for (int i = 0; i < 10; i++) {
            assertThat(denial(admitMadeUpFromElsewhere())).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        for (int i = 0; i < 90; i++) {
            assertThat(denial(admitMadeUpFromElsewhere())).isEqualTo(Denial.UNAVAILABLE);
        }
        assertThat(gate.status().central()).isEqualTo(new CentralStatus(10, 90, 0, 10));
        assertThat(bench.calls).hasValue(10);
    }

    @Test
    void asksAgainAsTimeGoesOnAndNotTooSoon() {
        for (int i = 0; i < 10; i++) {
            admitMadeUpFromElsewhere();
        }
        for (int i = 0; i < 50; i++) {
            bench.time.advance(Duration.ofMillis(100).minusNanos(1));
            assertThat(denial(admitMadeUpFromElsewhere())).isEqualTo(Denial.UNAVAILABLE);
            bench.time.advance(Duration.ofNanos(1));
            assertThat(denial(admitMadeUpFromElsewhere())).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        assertThat(bench.calls).hasValue(60);
    }

    @Test
    void asksNoMoreOftenThanItMayForOneAddressAndLeavesTheOthersTheirs() {
        for (int i = 0; i < 100; i++) {
            admitMadeUp("2001:db8::" + Integer.toHexString(i));
        }
        assertThat(bench.calls).as("one customer has one budget").hasValue(6);
        for (int i = 0; i < 4; i++) {
            assertThat(denial(admitMadeUpFromElsewhere())).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
        assertThat(denial(admitMadeUpFromElsewhere()))
                .as("what was refused cost nothing, and what was asked did")
                .isEqualTo(Denial.UNAVAILABLE);
        bench.time.advance(Duration.ofSeconds(10));
        assertThat(denial(admitMadeUp("2001:db8::1"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(admitMadeUp("2001:db8::1"))).isEqualTo(Denial.UNAVAILABLE);
    }

    @Test
    void asksForSomebodyWithoutAnAddressWithinTheBudgetOfAll() {
        for (int i = 0; i < 100; i++) {
            admitMadeUp(null);
        }
        assertThat(bench.calls).hasValue(10);
    }

    @Test
    void tellsWhenToComeBackAndNeverThatTheCredentialIsBad() {
        for (int i = 0; i < 6; i++) {
            admitMadeUp("192.0.2.1");
        }
        Deny deny = (Deny) gate.admit(request("k1"), Demand.plain());
        assertThat(deny.denial()).isEqualTo(Denial.UNAVAILABLE);
        assertThat(deny.retryAfter()).isBetween(Duration.ofSeconds(10 + 1), Duration.ofSeconds(10 + 3));
        HttpReply reply = gate.reply(deny);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers().stream().map(HttpReply.Field::name)).contains("Retry-After");
        bench.time.advance(deny.retryAfter());
        assertThat(gate.admit(request("k1"), Demand.plain()).permitted()).isTrue();
    }

    @Test
    void servesSessionsAndWhatIsRememberedWithoutTheBudget() {
        assertThat(gate.admit(request("k1"), Demand.plain()).permitted()).isTrue();
        admitMadeUp("192.0.2.1");
        for (int i = 0; i < 100; i++) {
            admitMadeUpFromElsewhere();
        }
        assertThat(gate.admit(request("k1"), Demand.plain()).permitted()).isTrue();
        assertThat(denial(gate.admit(request("x0"), Demand.plain()))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(bench.calls).hasValue(10);
    }

    @Test
    void tellsOfEachThatWasNotBegunAndAlarmsOnce() {
        for (int i = 0; i < 15; i++) {
            admitMadeUpFromElsewhere();
        }
        assertThat(bench.told.calls.subList(10, 15)).isEqualTo(Collections.nCopies(5, CentralCall.OVER_BUDGET));
        assertThat(bench.told.alarms).hasSize(1);
    }
}
