package io.tallygate.quota.protocol;

import io.tallygate.model.AccountId;
import io.tallygate.quota.ledger.Ledger;
import io.tallygate.quota.ledger.Statement;
import io.tallygate.quota.plan.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts outside the protocol: what callers were told, by account, meter and window, and what the contract lets a fault
 * take away. Knows no request id, life, line or mark.
 *
 * <p>The bounds, for each account and meter:
 *
 * <ul>
 *   <li>a loss of power may take what its machine counted and the ledger did not hold at that moment;
 *   <li>a restore may take what the ledger held beyond the backup and was counted on a machine that has lost power, was
 *       cloned or is gone: nobody can send that again;
 *   <li>a clone may freeze what its life had counted and the ledger did not hold, and what either twin counts in that
 *       life from then on;
 *   <li>a machine that is gone for good takes what it counted and the ledger did not hold;
 *   <li>a process that dies inside a call may or may not have counted it.
 * </ul>
 */
final class Truth {
    static final List<AccountId> ACCOUNTS =
            List.of(new AccountId("acme"), new AccountId("blue"), new AccountId("crow"));
    static final List<String> METERS = List.of("requests", "bytes");
    static final int CELLS = ACCOUNTS.size() * METERS.size();

    private record Spot(int cell, Window window) {}

    private final List<long[]> usedByHost = new ArrayList<>();
    private final List<long[]> refundedByHost = new ArrayList<>();
    private final long[] used = new long[CELLS];
    private final long[] refunded = new long[CELLS];
    private final long[] perhapsUsed = new long[CELLS];
    private final long[] perhapsRefunded = new long[CELLS];
    private final long[] forgivenUsed = new long[CELLS];
    private final long[] forgivenRefunded = new long[CELLS];
    /** Units whose window is not certain: charged while the wall clock was behind what some edge may have closed. */
    private final long[] drifting = new long[CELLS];

    private final Map<Spot, Long> exact = new HashMap<>();

    private boolean fuzzy;

    static int cell(int account, int meter) {
        return account * METERS.size() + meter;
    }

    int addHost() {
        usedByHost.add(new long[CELLS]);
        refundedByHost.add(new long[CELLS]);
        return usedByHost.size() - 1;
    }

    void charged(int host, int cell, int units, Window window, boolean certain) {
        used[cell] += units;
        usedByHost.get(host)[cell] += units;
        if (certain) {
            exact.merge(new Spot(cell, window), (long) units, Long::sum);
        } else {
            drifting[cell] += units;
        }
    }

    void refunded(int host, int cell, int units) {
        refunded[cell] += units;
        refundedByHost.get(host)[cell] += units;
    }

    void perhapsCharged(int cell, int units) {
        perhapsUsed[cell] += units;
    }

    void perhapsRefunded(int cell, int units) {
        perhapsRefunded[cell] += units;
    }

    void forgive(int cell, long units, long refunds) {
        forgivenUsed[cell] += units;
        forgivenRefunded[cell] += refunds;
    }

    /** The host may lose what the ledger does not hold now. */
    void forgiveUnsent(int host, Totals now) {
        for (int cell = 0; cell < CELLS; cell++) {
            long owed = used[cell] + perhapsUsed[cell] - now.used[cell];
            long owedRefunds = refunded[cell] + perhapsRefunded[cell] - now.refunded[cell];
            forgive(
                    cell,
                    Math.max(0, Math.min(usedByHost.get(host)[cell], owed)),
                    Math.max(0, Math.min(refundedByHost.get(host)[cell], owedRefunds)));
        }
    }

    /** A restore took this away, and the host cannot send all of its own again. */
    void forgiveRestored(int host, Totals before, Totals after) {
        for (int cell = 0; cell < CELLS; cell++) {
            forgive(
                    cell,
                    Math.max(0, Math.min(usedByHost.get(host)[cell], before.used[cell] - after.used[cell])),
                    Math.max(
                            0, Math.min(refundedByHost.get(host)[cell], before.refunded[cell] - after.refunded[cell])));
        }
    }

    /** From now on no claim is made about single windows, only about totals. */
    void loseTrackOfWindows() {
        fuzzy = true;
    }

    long units() {
        return Arrays.stream(used).sum();
    }

    /** What a ledger holds, late units included. */
    static final class Totals {
        final long[] used = new long[CELLS];
        final long[] refunded = new long[CELLS];

        static Totals of(Ledger ledger) {
            Totals totals = new Totals();
            for (int account = 0; account < ACCOUNTS.size(); account++) {
                AccountId id = ACCOUNTS.get(account);
                for (Window window : ledger.windows(id)) {
                    for (Statement.Line line : ledger.statement(id, window).lines()) {
                        int cell = cell(account, METERS.indexOf(line.meter()));
                        totals.used[cell] += line.used() + line.lateUsed();
                        totals.refunded[cell] += line.refunded() + line.lateRefunded();
                    }
                }
            }
            return totals;
        }
    }

    /** Never more than was counted: true at every moment. */
    void findDouble(Ledger ledger, Verdicts verdicts) {
        Totals totals = Totals.of(ledger);
        for (int cell = 0; cell < CELLS; cell++) {
            verdicts.doubled(name(cell), totals.used[cell] - used[cell] - perhapsUsed[cell]);
            verdicts.doubled(name(cell) + " refunds", totals.refunded[cell] - refunded[cell] - perhapsRefunded[cell]);
        }
    }

    /** Never less, once everything has come to rest. */
    void findLost(Ledger ledger, Verdicts verdicts) {
        Totals totals = Totals.of(ledger);
        for (int cell = 0; cell < CELLS; cell++) {
            verdicts.lost(name(cell), used[cell] - forgivenUsed[cell] - totals.used[cell]);
            verdicts.lost(name(cell) + " refunds", refunded[cell] - forgivenRefunded[cell] - totals.refunded[cell]);
        }
        exact.forEach((spot, units) -> {
            long held = held(ledger, spot);
            long forgiven = forgivenUsed[spot.cell];
            verdicts.lost(name(spot.cell) + " in " + spot.window, units - forgiven - held);
            verdicts.doubled(
                    name(spot.cell) + " in " + spot.window,
                    held - units - drifting[spot.cell] - perhapsUsed[spot.cell]);
        });
    }

    /** Units of a window that is called complete must all be there. */
    void findPremature(Statement statement, Verdicts verdicts) {
        int account = ACCOUNTS.indexOf(statement.account());
        for (int meter = 0; meter < METERS.size() && !fuzzy; meter++) {
            int cell = cell(account, meter);
            String name = METERS.get(meter);
            long held = statement.lines().stream()
                    .filter(line -> line.meter().equals(name))
                    .mapToLong(line -> line.used() + line.lateUsed())
                    .sum();
            long counted = exact.getOrDefault(new Spot(cell, statement.window()), 0L);
            verdicts.premature(name(cell) + " in " + statement.window(), counted - forgivenUsed[cell] - held);
        }
    }

    private static long held(Ledger ledger, Spot spot) {
        AccountId account = ACCOUNTS.get(spot.cell / METERS.size());
        String meter = METERS.get(spot.cell % METERS.size());
        return ledger.statement(account, spot.window).lines().stream()
                .filter(line -> line.meter().equals(meter))
                .mapToLong(line -> line.used() + line.lateUsed())
                .sum();
    }

    private static String name(int cell) {
        return ACCOUNTS.get(cell / METERS.size()) + "/" + METERS.get(cell % METERS.size());
    }
}
