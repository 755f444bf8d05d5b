package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tallygate.Tallygate;
import io.tallygate.TallygateBuilder;
import io.tallygate.apikey.ApiKeyScheme;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Revocation;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates that restart while their directory is away, on a real disk. */
class ContinuityGateTest {
    @TempDir
    private Path disk;

    private final ManualTime time = ManualTime.at("2026-01-31T23:00:00Z");
    private final InMemoryDirectory records = new InMemoryDirectory(time);
    private final FaultyDirectory centre = FaultyDirectory.around(records);
    private final ApiKeys keys = ApiKeys.in(records).time(time).random(new Random(1));
    private IssuedKey known;
    private IssuedKey unknown;
    private Tallygate gate;

    @BeforeEach
    void begin() {
        known = keys.issue("acme", "orders:read");
        unknown = keys.issue("acme", "orders:read");
        gate = live(builder -> builder);
        assertThat(admit(known).permitted()).isTrue();
    }

    @AfterEach
    void close() {
        gate.close();
        assertThat(time.pending()).as("tasks that outlive the gate").isZero();
        assertThat(time.failures()).isEmpty();
    }

    private Tallygate live(UnaryOperator<TallygateBuilder> change) {
        Continuity continuity = Continuity.in(disk).sealedBy("2026", () -> SealTest.secret(1));
        return change.apply(Tallygate.builder()
                        .directory(centre)
                        .continuity(continuity)
                        .accept(ApiKeyScheme.standard())
                        .time(time))
                .build();
    }

    private void restartAlone() {
        gate.close();
        centre.down();
        gate = live(builder -> builder);
    }

    @Test
    void admitsWhomItKnowsAndSaysOfOthersThatItCannotTell() {
        restartAlone();
        assertThat(gate.ready()).isTrue();
        assertThat(gate.describe()).contains("directory FaultyDirectory, continuity RememberingDirectory,");
        assertThat(admit(known).permitted()).isTrue();
        assertThat(denial(admit(unknown))).isEqualTo(Denial.UNAVAILABLE);
        time.advance(Duration.ofHours(1));
        assertThat(gate.revocationWindow()).as("says how old that is").isEqualTo(Duration.ofHours(1));
    }

    @Test
    void admitsNobodyWhomItHasHeardToBeRevoked() {
        keys.issue("acme", "orders:read");
        records.revoke(new Revocation.OfCredential(known.id()), null);
        time.advance(Duration.ofMinutes(1));
        restartAlone();
        assertThat(admit(known).permitted()).isFalse();
    }

    @Test
    void hearsWhatItMissedAtTheFirstContact() {
        restartAlone();
        assertThat(admit(known).permitted()).isTrue();
        records.revoke(new Revocation.OfCredential(known.id()), null);
        time.advance(Duration.ofHours(1));
        assertThat(admit(known).permitted()).as("nobody could know").isTrue();
        centre.healthy();
        time.advance(Duration.ofSeconds(5));
        assertThat(denial(admit(known))).isEqualTo(Denial.REVOKED);
        assertThat(admit(unknown).permitted()).isTrue();
        assertThat(gate.revocationWindow()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void beginsNoSessionFromWhatIsTooOld() {
        restartAlone();
        time.advance(Duration.ofHours(24));
        gate.close();
        gate = live(builder -> builder);
        assertThat(admit(known).permitted()).isTrue();
        gate.close();
        time.advance(Duration.ofMillis(1));
        gate = live(builder -> builder);
        assertThat(denial(admit(known))).isEqualTo(Denial.UNAVAILABLE);
        assertThat(gate.ready()).isFalse();
    }

    @Test
    void obeysTheGatesOwnFreshness() {
        gate.close();
        centre.down();
        time.advance(Duration.ofMinutes(10));
        gate = live(builder -> builder.freshness(f -> f.denyAfter(Duration.ofMinutes(10))));
        assertThat(admit(known).permitted()).isTrue();
        time.advance(Duration.ofSeconds(1));
        assertThat(denial(admit(known))).isEqualTo(Denial.UNAVAILABLE);
    }

    @Test
    void endsASessionNoLaterThanItsAbsoluteEndAndTheGreatestAge() {
        Duration absolute = Duration.ofDays(7);
        restartAlone();
        time.advance(Duration.ofHours(24));
        gate.close();
        gate = live(builder -> builder.sessions(s -> s.sliding(absolute).absolute(absolute)));
        assertThat(admit(known).permitted()).as("begun as late as can be").isTrue();
        time.advance(absolute.minusSeconds(1));
        assertThat(admit(known).permitted()).isTrue();
        time.advance(Duration.ofSeconds(1));
        assertThat(denial(admit(known))).isEqualTo(Denial.UNAVAILABLE);
    }

    @Test
    void isNotBuiltWithoutADirectoryOrAPlaceForIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Tallygate.builder()
                        .continuity(Continuity.in(disk.resolve("none")).sealedBy("", () -> null))
                        .accept(ApiKeyScheme.standard())
                        .time(time)
                        .build())
                .withMessageContaining("continuity needs a directory with a log of changes")
                .withMessageContaining("continuity's key label must have")
                .withMessageContaining("none does not exist or cannot be written");
    }

    private Decision admit(IssuedKey key) {
        return gate.admit(FakeRequest.get("/orders").header("X-Api-Key", key.secret()), Demand.of("orders:read"));
    }

    private static Denial denial(Decision decision) {
        assertThat(decision).isInstanceOf(Deny.class);
        return ((Deny) decision).denial();
    }
}
