package io.tallygate.apikey;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** API keys in a whole gate, under one manual time. */
class ApiKeyGateTest {
    private final ManualTime time = ManualTime.at("2026-01-31T23:00:00Z");
    private final InMemoryDirectory records = new InMemoryDirectory();
    private final FaultyDirectory directory = FaultyDirectory.around(records);
    private final ApiKeys keys = ApiKeys.in(records).time(time).random(new Random(1));
    private final Tallygate gate = Tallygate.builder()
            .directory(directory)
            .accept(ApiKeyScheme.standard())
            .time(time)
            .build();

    @AfterEach
    void close() {
        gate.close();
        assertThat(time.pending()).as("tasks that outlive the gate").isZero();
        assertThat(time.failures()).isEmpty();
    }

    @Test
    void asksTheCentreOnceForManyRequests() {
        String key = keys.issue("acme", "orders:read").secret();
        for (int i = 0; i < 1000; i++) {
            assertThat(admit(key).permitted()).isTrue();
        }
        assertThat(directory.calls()).isOne();
    }

    @Test
    void servesALiveSessionWhileTheCentreIsAway() {
        String key = keys.issue("acme", "orders:read").secret();
        String other = keys.issue("acme", "orders:read").secret();
        admit(key);
        directory.down();
        assertThat(admit(key).permitted()).isTrue();
        assertThat(denial(admit(other))).isEqualTo(Denial.UNAVAILABLE);
        directory.healthy();
    }

    @Test
    void remembersATypingErrorWithoutEverAskingTheCentre() {
        String key = keys.issue("acme", "orders:read").secret();
        String typo = key.substring(0, 43) + (key.charAt(43) == 'a' ? 'b' : 'a');
        assertThat(denial(admit(typo))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(denial(admit(typo))).isEqualTo(Denial.INVALID_CREDENTIAL);
        assertThat(directory.calls()).isZero();
    }

    @Test
    void endsTheSessionOfARotatedSecretWithTheOverlap() {
        IssuedKey old = keys.issue("acme", "orders:read");
        String fresh = keys.rotate(old.id(), ofMinutes(5)).secret();
        assertThat(admit(old.secret()).permitted()).isTrue();
        assertThat(admit(fresh).permitted()).isTrue();
        time.advance(ofMinutes(5).minus(ofSeconds(1)));
        assertThat(admit(old.secret()).permitted()).isTrue();
        directory.down();
        time.advance(ofSeconds(1));
        assertThat(admit(old.secret()).permitted()).isFalse();
        assertThat(admit(fresh).permitted()).isTrue();
        directory.healthy();
    }

    @Test
    void noticesThatAKeyWasDisabledWhenItsRecordIsReadAgain() {
        IssuedKey key = keys.issue("acme", "orders:read");
        assertThat(admit(key.secret()).permitted()).isTrue();
        keys.disable(key.id());
        time.advance(ofMinutes(2));
        assertThat(denial(admit(key.secret()))).isEqualTo(Denial.DISABLED);
        keys.enable(key.id());
        time.advance(ofMinutes(10));
        assertThat(admit(key.secret()).permitted()).isTrue();
    }

    private Decision admit(String key) {
        return gate.admit(FakeRequest.get("/orders").header("X-Api-Key", key), Demand.of("orders:read"));
    }

    private static Denial denial(Decision decision) {
        assertThat(decision).isInstanceOf(Deny.class);
        return ((Deny) decision).denial();
    }
}
