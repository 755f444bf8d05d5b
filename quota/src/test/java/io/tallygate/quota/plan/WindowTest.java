package io.tallygate.quota.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class WindowTest {
    private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
    private static final Instant END = Instant.parse("2024-04-01T00:00:00Z");

    @Test
    void containsItsStartAndNotItsEnd() {
        Window window = new Window(START, END);

        assertThat(window.contains(START)).isTrue();
        assertThat(window.contains(END.minusNanos(1))).isTrue();
        assertThat(window.contains(END)).isFalse();
        assertThat(window.contains(START.minusNanos(1))).isFalse();
        assertThat(window.length()).isEqualTo(Duration.ofDays(31));
        assertThat(window).hasToString("[2024-03-01T00:00:00Z, 2024-04-01T00:00:00Z)");
    }

    @Test
    void refusesToBeEmptyOrReversed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window(START, START))
                .withMessage("window must start before its end, was [2024-03-01T00:00:00Z, 2024-03-01T00:00:00Z)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(END, START));
    }
}
