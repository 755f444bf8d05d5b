package io.tallygate.directory;

import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the first of two places to ask answers, as far as was seen. Once it does not, because a call failed or because
 * all who wait for it have waited for {@link #SILENCE}, the second is asked at once; and the first by one call in
 * {@link #RETRY}, one at a time, until it answers again. So not every look-up waits for a place that is away, and no more
 * than one thread hangs in it for having tried again.
 *
 * <p>Each switch is one line in the log. Thread-safe. The lock is held for a few assignments, never while code of others
 * runs.
 */
final class Contact {
    static final Duration SILENCE = Duration.ofSeconds(2);
    static final Duration RETRY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Contact.class);

    private final String first;
    private final String second;
    private final TimeSource time;

    private boolean away;
    private @Nullable Instant heard;

    /** When the first may be asked again; while it is away. */
    private long retryAt;

    private boolean retrying;

    /** How often the first has answered. */
    private long answers;

    /**
     * How many wait for the first, of those who have begun since it last answered: a call that hangs on while others are
     * answered says nothing of the place.
     */
    private int waiting;

    /** Since when nobody of those has heard anything. */
    private long silentSince;

    /**
     * With a first place that is not away.
     *
     * @param first what it is called in the log
     * @param second the same
     */
    Contact(String first, String second, TimeSource time) {
        this.first = first;
        this.second = second;
        this.time = time;
    }

    private enum Turn {
        FIRST,
        RETRY,
        SECOND
    }

    /**
     * The answer of the first, or of the second when that is away.
     *
     * @throws DirectoryUnavailableException when the second cannot answer either
     */
    <T> T ask(Supplier<T> one, Supplier<T> other) {
        Turn turn = turn();
        if (turn == Turn.SECOND) {
            return other.get();
        }
        try {
            return hear(one, turn);
        } catch (DirectoryUnavailableException failed) {
            return instead(other, failed);
        }
    }

    private static <T> T instead(Supplier<T> other, DirectoryUnavailableException failed) {
        try {
            return other.get();
        } catch (DirectoryUnavailableException neither) {
            neither.addSuppressed(failed);
            throw neither;
        }
    }

    /** The answer of the first, whatever was seen of it; for those who have bounds of their own on how often they ask. */
    <T> T askFirst(Supplier<T> one) {
        return hear(one, Turn.FIRST);
    }

    private <T> T hear(Supplier<T> one, Turn turn) {
        long begun = begin();
        try {
            T answer = one.get();
            answered();
            return answer;
        } catch (DirectoryUnavailableException failed) {
            failed(failed);
            throw failed;
        } finally {
            ended(turn, begun);
        }
    }

    private Turn turn() {
        Turn turn;
        boolean lost;
        synchronized (this) {
            long now = time.nanos();
            lost = !away && waiting > 0 && now - silentSince > SILENCE.toNanos();
            if (lost) {
                lose(now);
            }
            turn = turnAt(now);
        }
        if (lost) {
            LOG.warn("{} does not answer; {} is asked instead", first, second);
        }
        return turn;
    }

    private Turn turnAt(long now) {
        if (!away) {
            return Turn.FIRST;
        }
        if (retrying || now - retryAt < 0) {
            return Turn.SECOND;
        }
        retrying = true;
        return Turn.RETRY;
    }

    private synchronized long begin() {
        if (waiting++ == 0) {
            silentSince = time.nanos();
        }
        return answers;
    }

    private void lose(long now) {
        away = true;
        retryAt = now + RETRY.toNanos();
    }

    private void answered() {
        boolean back;
        synchronized (this) {
            back = away;
            away = false;
            answers++;
            waiting = 0;
            heard = Instant.ofEpochMilli(time.epochMillis());
        }
        if (back) {
            LOG.info("{} answers again", first);
        }
    }

    private void failed(DirectoryUnavailableException failure) {
        boolean lost;
        synchronized (this) {
            lost = !away;
            lose(time.nanos());
        }
        if (lost) {
            String why = String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", " ");
            LOG.warn("{} is away; {} is asked instead: {} (more of this kind at debug level)", first, second, why);
        }
        LOG.debug("{} is away", first, failure);
    }

    private synchronized void ended(Turn turn, long begun) {
        if (begun == answers) {
            waiting--;
        }
        if (turn == Turn.RETRY) {
            retrying = false;
        }
    }

    /** Whether the second is asked. */
    synchronized boolean isAway() {
        return away;
    }

    /** When the first last answered, by the wall clock; null: not yet. */
    synchronized @Nullable Instant heard() {
        return heard;
    }
}
