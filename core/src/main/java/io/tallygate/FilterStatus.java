package io.tallygate;

/**
 * The filter of existing credentials as it is now.
 *
 * @param standing whether there is one; if not, what it would tell of itself is 0
 * @param credentials how many it holds, estimated from its bits within about one in a hundred
 * @param capacity how many it was built for
 * @param bytes the memory of its bits
 * @param configured the part of false positives it was built for
 * @param expected the part of false positives that follows from how full it is
 * @param measured the part of false positives found by random probes, as many as let a thousand be found in a filter
 *     that is as full as it was built for, and a million at the most
 * @param refused credentials refused by it since the gate opened
 */
public record FilterStatus(
        boolean standing,
        long credentials,
        long capacity,
        long bytes,
        double configured,
        double expected,
        double measured,
        long refused) {}
