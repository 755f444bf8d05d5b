package io.tallygate;

import java.time.Duration;
import java.util.List;

/** Collects settings that are out of bounds, each with what would be right. */
final class Bounds {
    private Bounds() {}

    static void check(List<String> faults, String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            faults.add(name + " is " + value + "; set it in [" + least + ", " + most + "]");
        }
    }

    static void check(List<String> faults, String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) { // so that no number at all is a fault too
            faults.add(name + " is " + value + "; set it in [" + least + ", " + most + "]");
        }
    }

    static void check(List<String> faults, String name, long value, long least, long most) {
        if (value < least || value > most) {
            faults.add(name + " is " + value + "; set it in [" + least + ", " + most + "]");
        }
    }
}
