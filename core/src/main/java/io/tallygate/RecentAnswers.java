package io.tallygate;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the centre said a short while ago of credentials that have no session: the unknown ones, so that made-up keys
 * cost the centre next to nothing, and known ones whose requests were refused or came too late. A credential refused
 * again and again is remembered for longer. Bounded: the oldest makes room. Thread-safe; the lock is held for a map
 * access.
 */
final class RecentAnswers {
    private final long shortest;
    private final long longest;
    private final int most;
    private final LinkedHashMap<Fingerprint, Remembered> answers = new LinkedHashMap<>();

    RecentAnswers(CentralSettings settings) {
        this.shortest = settings.unknownAtLeast().toNanos();
        this.longest = settings.unknownAtMost().toNanos();
        this.most = settings.maxUnknown();
    }

    synchronized @Nullable Answer get(Fingerprint fingerprint, long nanos) {
        Remembered remembered = answers.get(fingerprint);
        return remembered != null && remembered.freshAt(nanos) ? remembered.answer : null;
    }

    synchronized void put(Fingerprint fingerprint, Answer answer, long nanos) {
        Remembered last = answers.remove(fingerprint);
        long span = last != null && isAgain(last, answer, nanos) ? Math.min(longest, last.span * 2) : shortest;
        answers.put(fingerprint, new Remembered(answer, nanos, span));
        if (answers.size() > most) {
            answers.remove(answers.keySet().iterator().next());
        }
    }

    private boolean isAgain(Remembered last, Answer answer, long nanos) {
        return isRefusal(last.answer) && isRefusal(answer) && nanos - last.since < 2 * longest;
    }

    private static boolean isRefusal(Answer answer) {
        return answer instanceof Answer.Refused || (answer instanceof Claim claim && claim.nobodys());
    }

    /** Drops what matters no more, above all proofs, which hold keys. */
    synchronized void sweep(long nanos) {
        answers.values()
                .removeIf(remembered -> !remembered.freshAt(nanos)
                        && (!isRefusal(remembered.answer) || nanos - remembered.since >= 2 * longest));
    }

    synchronized int size() {
        return answers.size();
    }

    synchronized void clear() {
        answers.clear();
    }

    private record Remembered(Answer answer, long since, long span) {
        boolean freshAt(long nanos) {
            return nanos - since < span;
        }
    }
}
