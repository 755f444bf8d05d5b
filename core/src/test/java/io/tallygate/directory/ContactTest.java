package io.tallygate.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactTest {
    private final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    private final Contact contact = new Contact("the first", "the second", time);
    private final List<String> asked = new ArrayList<>();

    @Test
    void doesNotWaitForWhatHangs() {
        contact.ask(
                () -> {
                    time.advance(Contact.SILENCE);
                    ask();
                    time.advance(Duration.ofNanos(1));
                    ask();
                    return "";
                },
                () -> "");
        assertThat(asked).containsExactly("first", "first");
        contact.ask(
                () -> {
                    time.advance(Contact.SILENCE.plusNanos(1));
                    ask();
                    return "";
                },
                () -> "");
        assertThat(asked).as("answers of others count as its answers").containsExactly("first", "first", "second");
        assertThat(contact.isAway()).as("it has answered after all").isFalse();
    }

    @Test
    void takesOneCallThatHangsForNoAbsenceWhileOthersAreAnswered() {
        contact.ask(
                () -> {
                    ask();
                    time.advance(Contact.SILENCE.multipliedBy(10));
                    ask();
                    return "";
                },
                () -> "");
        assertThat(asked).as("though nobody asked for a while").containsExactly("first", "first");
        ask();
        time.advance(Contact.SILENCE.multipliedBy(10));
        ask();
        assertThat(asked).as("when it is over").containsOnly("first");
    }

    @Test
    void triesAgainByOneCallAtATime() {
        assertThat(contact.<String>ask(this::away, () -> "second")).isEqualTo("second");
        ask();
        time.advance(Contact.RETRY.minusNanos(1));
        ask();
        assertThat(asked).containsExactly("second", "second");
        time.advance(Duration.ofNanos(1));
        contact.ask(
                () -> {
                    time.advance(Contact.RETRY.multipliedBy(10));
                    ask();
                    return away();
                },
                () -> "second");
        assertThat(asked).as("while one hangs in it").containsExactly("second", "second", "second");
        time.advance(Contact.RETRY);
        ask();
        ask();
        assertThat(asked.subList(3, 5)).containsExactly("first", "first");
    }

    @Test
    void learnsFromThoseWhoAskAnyway() {
        assertThatThrownBy(() -> contact.askFirst(this::away)).isInstanceOf(DirectoryUnavailableException.class);
        ask();
        contact.askFirst(() -> "it answers");
        ask();
        assertThat(asked).containsExactly("second", "first");
    }

    @Test
    void takesAFaultOfItsOwnForNoAbsence() {
        assertThatThrownBy(() -> contact.ask(
                        () -> {
                            throw new IllegalStateException("one bad row");
                        },
                        () -> "second"))
                .hasMessage("one bad row");
        ask();
        assertThat(asked).containsExactly("first");
    }

    private void ask() {
        asked.add(contact.ask(() -> "first", () -> "second"));
    }

    private String away() {
        throw new DirectoryUnavailableException("away");
    }
}
