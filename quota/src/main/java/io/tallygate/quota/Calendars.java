package io.tallygate.quota;

import io.tallygate.quota.plan.BillingCalendar;
import io.tallygate.quota.plan.Plan;
import java.time.Duration;
import java.util.List;

/** All calendars an edge bills by; says when windows are to be closed. Immutable. */
final class Calendars {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final List<BillingCalendar> calendars;

    Calendars(List<Plan> plans) {
        this.calendars = plans.stream().map(Plan::calendar).distinct().toList();
    }

    /** Whether an hour, or the end of a window, lies between the last closing and that moment. */
    boolean due(long closedTo, long moment) {
        if (closedTo == EdgeFile.NEVER || moment - closedTo >= HOUR) {
            return moment > closedTo;
        }
        return moment > closedTo
                && calendars.stream().anyMatch(it -> it.windowAt(moment).start().toEpochMilli() > closedTo);
    }
}
