package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Secret;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gate that holds keys of the day only. */
class EdgeGateTest {
    private final ManualTime time = ManualTime.at("2026-11-21T12:00:00Z");
    private final InMemoryDirectory centre = new InMemoryDirectory(time);
    private final AppKeys keys =
            AppKeys.in(centre).sealing("2026", Sealed.key(1)).time(time).random(new Random(42));
    private final IssuedKey issued = keys.issue("acme", "orders:read");
    private final FaultyDirectory reached = FaultyDirectory.around(EdgeKeys.forRegion("eu-1", centre)
            .opening("2026", Sealed.key(1))
            .sealing("eu", Sealed.key(9))
            .time(time)
            .random(new Random(43)));
    private final Tallygate gate = Tallygate.builder()
            .directory(reached)
            .accept(HmacScheme.profile("orders")
                    .sealing("eu", Sealed.key(9))
                    .region("eu-1")
                    .replays(Replays.local().servingAtOnce()))
            .time(time)
            .random(new Random(44))
            .build();
    private final RequestSigner signer = RequestSigner.of(issued.id().value(), Secret.ofUtf8(issued.secret()))
            .region("eu-1")
            .time(time)
            .random(new Random(45));

    @AfterEach
    void close() {
        gate.close();
    }

    private @Nullable Denial admit(RequestSigner by) {
        Decision decision = gate.admit(TestApp.get(by, "/orders"), Demand.of("orders:read"));
        return decision instanceof Deny deny ? deny.denial() : null;
    }

    @Test
    void admitsWhatIsSignedForItsRegionDayAfterDay() {
        for (int hour = 0; hour < 3 * 24; hour++) {
            assertThat(admit(signer)).as("at %s", time.instant()).isNull();
            time.advance(Duration.ofHours(1));
        }
    }

    @Test
    void admitsAcrossMidnightWhoeverIsAheadOrLate() {
        time.advance(Duration.ofHours(12).minusSeconds(10));
        ManualTime ahead = ManualTime.at("2026-11-22T00:00:05Z");
        ManualTime behind = ManualTime.at("2026-11-21T23:58:00Z");
        assertThat(admit(signer.time(ahead))).isNull();
        assertThat(admit(signer)).isNull();
        time.advance(Duration.ofSeconds(20));
        assertThat(admit(signer)).isNull();
        assertThat(admit(signer.time(behind))).isNull();
    }

    @Test
    void admitsNothingThatNeedsTheWholeSecretOrIsForElsewhere() {
        RequestSigner unscoped = RequestSigner.of(issued.id().value(), Secret.ofUtf8(issued.secret()))
                .time(time);
        assertThat(admit(unscoped)).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(admit(signer.region("us-1"))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(admit(signer)).isNull();
    }

    @Test
    void isUnavailableWhileItHasNoKeyOfTheDay() {
        assertThat(admit(signer)).isNull();
        reached.down();
        time.advance(Duration.ofHours(10));
        assertThat(admit(signer)).isNull();
        time.advance(Duration.ofHours(2));
        assertThat(admit(signer)).isEqualTo(Denial.UNAVAILABLE);
        reached.healthy();
        time.advance(Duration.ofMinutes(1));
        assertThat(admit(signer)).isNull();
    }
}
