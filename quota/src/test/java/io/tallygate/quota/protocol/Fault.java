package io.tallygate.quota.protocol;

/** What goes wrong, and how often it must have gone wrong in a campaign of 20,000 runs to say that it was tested. */
enum Fault {
    KILL(5_000),
    KILL_IN_OPERATION(2_000),
    POWER_CUT(2_000),
    POWER_CUT_IN_OPERATION(1_000),
    WRITE_BACK(5_000),
    REBOOT(1_000),
    CLEAN_CLOSE(2_000),
    LOST_REQUEST(20_000),
    LOST_REPLY(20_000),
    REPEATED(20_000),
    LATE(5_000),
    OUTAGE(2_000),
    RESTORED_LEDGER(1_000),
    COPIED_DIRECTORY(1_000),
    COPIED_IN_PLACE(500),
    MEMORY_CLONE(1_000),
    MOVED_PARTITION(2_000),
    WALL_JUMP(5_000),
    WINDOW_END(5_000),
    DAYS_PASS(500),
    RETIRED_EDGE(1_000),
    LOST_MACHINE(500),
    REFUND(50_000),
    OPERATOR_WORD(500);

    final int least;

    Fault(int least) {
        this.least = least;
    }
}
