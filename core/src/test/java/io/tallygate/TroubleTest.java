package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private final ManualTime time = ManualTime.at("2026-01-01T00:00:00Z");
    private final Recorder told = new Recorder();
    private final Trouble trouble = new Trouble(time);

    @Test
    void tellsOnceForAsLongAsItGoesOn() {
        trouble.guard(told);
        for (int i = 0; i < 100; i++) {
            trouble.report("x", "it failed", new IllegalStateException("reason\r\nforged line"));
            trouble.over("x");
            time.advance(Duration.ofSeconds(30));
        }
        trouble.say("y", "another");
        assertThat(told.alarms)
                .containsExactly("x: it failed: java.lang.IllegalStateException: reason??forged line", "y: another");
    }

    @Test
    void tellsAgainWhenItWasOverInBetween() {
        trouble.guard(told);
        trouble.say("x", "first");
        time.advance(Duration.ofSeconds(61));
        trouble.say("x", "still, as nothing has worked");
        time.advance(Duration.ofSeconds(61));
        trouble.over("x");
        trouble.say("x", "again");
        assertThat(told.alarms).containsExactly("x: first", "x: again");
    }

    /** Of some troubles nobody can say that they are over; months later they are news all the same. */
    @Test
    void tellsAgainAfterAnHourOfQuiet() {
        trouble.guard(told);
        trouble.say("x", "first");
        time.advance(Duration.ofMinutes(60));
        trouble.say("x", "within the hour");
        time.advance(Duration.ofMinutes(60).plusNanos(1));
        trouble.say("x", "again");
        assertThat(told.alarms).containsExactly("x: first", "x: again");
    }

    @Test
    void boundsALine() {
        assertThat(OneLine.of("x".repeat(10_000))).hasSize(515);
        assertThat(OneLine.of("a\tb\u0085c\u2028d")).isEqualTo("a?b?c?d");
    }
}
