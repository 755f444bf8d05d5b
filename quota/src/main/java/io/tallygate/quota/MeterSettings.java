package io.tallygate.quota;

import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.plan.Plan;
import io.tallygate.quota.plan.PlanBook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link QuotaMeter} was told. Changed only while it is being copied. */
final class MeterSettings {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final int LONGEST_LABEL = 64;

    final Ledger ledger;
    List<Plan> plans = List.of();

    @Nullable
    StateDisk disk;

    @Nullable
    String otherwise;

    String label = "edge";
    Duration flushEvery = Duration.ofSeconds(5);
    Duration heartbeat = Duration.ofSeconds(60);
    Duration grace = Duration.ofSeconds(60);
    Duration closeWithin = Duration.ofSeconds(5);
    Duration keepEndedLives = Duration.ofDays(14);
    Consumer<? super RunningMeter> whenOpen = meter -> {};

    MeterSettings(Ledger ledger) {
        this.ledger = ledger;
    }

    MeterSettings copy() {
        MeterSettings copy = new MeterSettings(ledger);
        copy.plans = plans;
        copy.disk = disk;
        copy.otherwise = otherwise;
        copy.label = label;
        copy.flushEvery = flushEvery;
        copy.heartbeat = heartbeat;
        copy.grace = grace;
        copy.closeWithin = closeWithin;
        copy.keepEndedLives = keepEndedLives;
        copy.whenOpen = whenOpen;
        return copy;
    }

    /** Everything that is wrong, each with its remedy. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        diskFaults(faults);
        planFaults(faults);
        if (label.isEmpty() || label.length() > LONGEST_LABEL || !label.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            faults.add("label of the meter must have 1 to 64 visible ASCII characters; name it like label(\"eu-1\")");
        }
        require(faults, "flushEvery", flushEvery, SHORTEST, Duration.ofHours(1));
        require(faults, "heartbeat", heartbeat, SHORTEST, Duration.ofHours(1));
        require(faults, "grace", grace, Duration.ZERO, Duration.ofDays(1));
        require(faults, "closeWithin", closeWithin, Duration.ZERO, Duration.ofMinutes(5));
        require(faults, "keepEndedLives", keepEndedLives, Duration.ZERO, Duration.ofDays(400));
        return faults;
    }

    private void diskFaults(List<String> faults) {
        if (disk == null) {
            faults.add("the meter has no state directory; name one on a local volume that outlives the process with"
                    + " stateIn(path)");
        } else {
            faults.addAll(disk.faults());
        }
    }

    private void planFaults(List<String> faults) {
        if (plans.isEmpty()) {
            faults.add("the meter knows no plan; name at least one with plans(Plan.named(...))");
        }
        faults.addAll(PlanBook.faults(plans));
        if (otherwise != null && plans.stream().noneMatch(it -> it.name().equals(otherwise))) {
            faults.add("otherwise(\"" + otherwise + "\") names no plan of the meter; add it to plans(...)");
        }
    }

    private static void require(List<String> faults, String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            faults.add(what + " of the meter must be in [" + least + ", " + most + "], was " + value);
        }
    }

    @Override
    public String toString() {
        return "QuotaMeter[label=" + label + ", state=" + (disk == null ? "none" : disk.name()) + ", plans=" + plans
                + ", otherwise=" + otherwise + ", flushEvery=" + flushEvery + ", heartbeat=" + heartbeat + ", grace="
                + grace + ", closeWithin=" + closeWithin + ", keepEndedLives=" + keepEndedLives + "]";
    }
}
