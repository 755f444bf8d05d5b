package io.tallygate.quota.plan;

import java.util.regex.Pattern;

/** The one rule for names of plans and meters: they stand in tables, logs and header fields. */
final class PlanNames {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");

    private PlanNames() {}

    static String require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a " + what + " must match " + NAME + ", was \"" + name + "\"");
        }
        return name;
    }
}
