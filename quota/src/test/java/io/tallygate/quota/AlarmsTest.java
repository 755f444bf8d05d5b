package io.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.spi.Listener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private final List<String> told = new ArrayList<>();
    private final Alarms alarms = new Alarms(new Listener() {
        @Override
        public void onAlarm(String code, String message) {
            told.add(code + ": " + message);
        }
    });

    @Test
    void tellsOfAMatterOnceUntilItIsOver() {
        alarms.raise("disk", "full");
        alarms.raise("disk", "still full");
        assertThat(told).containsExactly("disk: full");
        alarms.clear("disk");
        alarms.raise("disk", "full again");
        assertThat(told).containsExactly("disk: full", "disk: full again");
        alarms.raise("ledger", "3", "went back");
        alarms.clear("ledger");
        alarms.raise("ledger", "3", "went back");
        assertThat(told).as("another matter was cleared").hasSize(3);
        alarms.clear("ledger", "3");
        alarms.raise("ledger", "3", "went back");
        assertThat(told).hasSize(4);
    }

    @Test
    void tellsOfAGreatTroubleAfterAFloodOfSmallOnes() {
        for (int i = 0; i < 5_000; i++) {
            alarms.raise("no-plan", "account-" + i, "has no plan");
        }
        alarms.raise("life-disputed", "somebody else lives here");
        assertThat(told).hasSizeBetween(2, 1_001).last().isEqualTo("life-disputed: somebody else lives here");
    }
}
