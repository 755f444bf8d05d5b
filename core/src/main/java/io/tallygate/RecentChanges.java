package io.tallygate;

import io.tallygate.model.Change;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;

/**
 * The changes of the directory that this edge applied last, in order and numbered: by them it is told whether an answer
 * is older than what is known already. A look-up notes the number before it asks; what it brings back may be out of
 * date in the light of the changes that were applied since, and of no others: those applied before could be read from
 * the directory when it asked. So neither a clock nor the duration of a look-up matters.
 *
 * <p>The newest {@value #KEPT} are kept. An answer from before those counts as out of date; it is looked up again.
 *
 * <p>Thread-safe. The lock is held for so many comparisons at most; calls nothing that locks.
 */
final class RecentChanges {
    static final int KEPT = 4_096;

    private final Change[] kept = new Change[KEPT];
    private volatile long number;

    /** Whatever was looked up before this number is out of date. */
    private long floor;

    /** The last change by which a refused credential may have become a good one. */
    private volatile long loosened;

    /** How many changes were applied that count. To be noted before the directory is asked. */
    long number() {
        return number;
    }

    /**
     * To be called before anything that rests on older state is ended, so that nothing begins from it after that. A record
     * that was added overtakes no answer, and takes no place from a change that does: many are issued at once.
     */
    synchronized void add(Change change) {
        if (change instanceof Change.Added) {
            return;
        }
        long next = number + 1;
        kept[slot(next)] = change;
        loosened = next;
        number = next;
    }

    /** What changed is not known in full: whatever was looked up before now is out of date. */
    synchronized void beginAnew() {
        long next = number + 1;
        floor = next;
        loosened = next;
        number = next;
    }

    /**
     * Whether the directory has changed since the answer was looked up, as far as the answer goes. An unknown credential is
     * remembered for its time, lest each new one make the centre be asked for all of them.
     */
    boolean outdate(Answer answer) {
        if (answer instanceof Claim claim) {
            return claim.asOf() != number && outdate(claim);
        }
        return answer instanceof Answer.Refused refused
                && refused.denial() != Denial.INVALID_CREDENTIAL
                && refused.asOf() < loosened;
    }

    private synchronized boolean outdate(Claim claim) {
        if (claim.nobodys()) {
            return false;
        }
        if (claim.asOf() < floor || number - claim.asOf() > KEPT) {
            return true;
        }
        for (long n = claim.asOf() + 1; n <= number; n++) {
            if (outdates(kept[slot(n)], claim.entitlement())) {
                return true;
            }
        }
        return false;
    }

    /** Whether an entitlement that was read some time before the change no longer holds behind it. */
    static boolean outdates(Change change, Entitlement entitlement) {
        if (change instanceof Change.Updated updated) {
            return updated.credential().equals(entitlement.provenance().credential())
                    && entitlement.version() < updated.version();
        }
        if (change instanceof Change.Removed removed) {
            return removed.credential().equals(entitlement.provenance().credential());
        }
        return change instanceof Change.Assigned assigned
                && assigned.account().equals(entitlement.account())
                && !assigned.plan().equals(entitlement.plan());
    }

    private static int slot(long number) {
        return (int) (number % KEPT);
    }
}
