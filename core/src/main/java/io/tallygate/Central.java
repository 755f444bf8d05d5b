package io.tallygate;

import io.tallygate.model.IpAddress;
import io.tallygate.spi.Background;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Listener.CentralCall;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Asks schemes, and through them the centre, about credentials that have no session. One look-up serves all requests
 * that wait for the same credential; look-ups are limited, those under way and those begun in a time; a request waits
 * only so long. A look-up that ends late is remembered all the same and serves the next request, unless the directory
 * has changed since it began. Thread-safe.
 */
final class Central {
    /** No session lives that long. */
    private static final long LONGEST_MILLIS = Duration.ofDays(3_650).toMillis();

    private final RecentChanges changes;
    private final TimeSource time;
    private final Background background;
    private final Listener listener;
    private final Trouble trouble;
    private final long timeout;
    private final Semaphore free;
    private final LookUpBudget budget;
    private final RecentAnswers recent;
    private final Map<Fingerprint, LookUp> underWay = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();
    private final LongAdder overBudget = new LongAdder();
    private final LongAdder overload = new LongAdder();

    Central(CentralSettings settings, RecentChanges changes, Environment environment, Trouble trouble) {
        this.changes = changes;
        this.time = environment.time();
        this.background = environment.background();
        this.listener = environment.listener();
        this.trouble = trouble;
        this.timeout = settings.timeout().toNanos();
        this.free = new Semaphore(settings.maxConcurrent());
        this.budget = new LookUpBudget(settings, time.nanos());
        this.recent = new RecentAnswers(settings);
    }

    /** What is known of the credential without asking. */
    @Nullable
    Answer remembered(Fingerprint fingerprint, long nanos) {
        Answer answer = recent.get(fingerprint, nanos);
        return answer == null || isOver(answer, nanos) || changes.outdate(answer) ? null : answer;
    }

    private static boolean isOver(Answer answer, long nanos) {
        return answer instanceof Claim claim && claim.left(nanos) <= 0;
    }

    void sweep(long nanos) {
        recent.sweep(nanos);
    }

    /** Forgets everything: what is remembered holds keys. */
    void close() {
        recent.clear();
    }

    CentralStatus status() {
        return new CentralStatus(calls.sum(), overBudget.sum(), overload.sum(), recent.size());
    }

    /**
     * Asks, or joins those who wait already; at most for the time limit. An answer that a change has overtaken is asked
     * for again, once: if that is overtaken as well, it has at least been asked for after the request came, but no
     * session will begin from it.
     *
     * @param prospect whether it is from the budget of young names
     * @param peer whose budget it is
     * @param since when the request came; it may have waited for something else until now
     */
    Answer ask(
            SchemeSlot slot,
            Credential credential,
            Fingerprint fingerprint,
            Prospect prospect,
            @Nullable IpAddress peer,
            long since) {
        Answer answer = askOnce(slot, credential, fingerprint, prospect, peer, since);
        return changes.outdate(answer) ? askOnce(slot, credential, fingerprint, prospect, peer, since) : answer;
    }

    private Answer askOnce(
            SchemeSlot slot,
            Credential credential,
            Fingerprint fingerprint,
            Prospect prospect,
            @Nullable IpAddress peer,
            long since) {
        long nanos = time.nanos();
        LookUp mine = new LookUp(slot, credential, fingerprint, nanos);
        LookUp there = underWay.putIfAbsent(fingerprint, mine);
        if (there != null) {
            return there.await(since, nanos);
        }
        // Between the caller's glance at what is remembered and this one, another look-up may have ended.
        Answer answer = remembered(fingerprint, nanos);
        if (answer != null) {
            mine.finish(answer, nanos);
            return answer;
        }
        mine.start(prospect, peer);
        return mine.await(since, nanos);
    }

    private final class LookUp implements Runnable {
        private final SchemeSlot slot;
        private final Credential credential;
        private final Fingerprint fingerprint;
        private final long begun;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile Answer answer = Answer.Unavailable.INSTANCE;
        private volatile long ended;

        LookUp(SchemeSlot slot, Credential credential, Fingerprint fingerprint, long nanos) {
            this.slot = slot;
            this.credential = credential;
            this.fingerprint = fingerprint;
            this.begun = nanos;
        }

        void start(Prospect prospect, @Nullable IpAddress peer) {
            if (!free.tryAcquire()) {
                turnedAway("too many central look-ups are under way");
                return;
            }
            long wait = budget.take(prospect, peer, begun);
            if (wait != LookUpBudget.WITHIN) {
                free.release();
                overBudget(wait);
                return;
            }
            try {
                background.execute(this);
            } catch (RejectedExecutionException e) {
                free.release();
                turnedAway("no thread is free for a central look-up");
            } catch (Throwable e) {
                free.release();
                trouble.report("background-failed", "the background work's place failed", e);
                end(Answer.Unavailable.INSTANCE);
            }
        }

        private void turnedAway(String why) {
            overload.increment();
            trouble.say("central-overload", why);
            end(Answer.Unavailable.INSTANCE);
            listener.onCentralCall(slot.name(), CentralCall.UNAVAILABLE, Duration.ZERO);
        }

        private void overBudget(long wait) {
            overBudget.increment();
            trouble.say("central-over-budget", "credentials are not looked up as there are too many");
            end(new Answer.OverBudget(wait));
            listener.onCentralCall(slot.name(), CentralCall.OVER_BUDGET, Duration.ZERO);
        }

        @Override
        public void run() {
            calls.increment();
            Answer found = Answer.Unavailable.INSTANCE;
            try {
                long asOf = changes.number();
                found = answerTo(slot, slot.scheme().resolve(credential), asOf);
                trouble.over("central-unavailable");
                trouble.over("central-overload");
                trouble.over("central-over-budget");
            } catch (Throwable e) {
                trouble.report("central-unavailable", "a look-up of scheme " + slot.name() + " failed", e);
            } finally {
                free.release();
                end(found);
            }
            listener.onCentralCall(slot.name(), outcome(found), Duration.ofNanos(ended - begun));
        }

        /** Remembers before it lets go, so that there is no moment in which the centre would be asked twice. */
        private void end(Answer found) {
            long now = time.nanos();
            if (found instanceof Claim || (found instanceof Answer.Refused refused && isFinal(refused))) {
                recent.put(fingerprint, found, now);
            }
            finish(found, now);
        }

        void finish(Answer found, long now) {
            answer = found;
            ended = now;
            underWay.remove(fingerprint, this);
            done.countDown();
        }

        /** For a request that came at that time, and has waited until now for others. */
        Answer await(long since, long nanos) {
            try {
                long left = timeout - Math.max(nanos - since, nanos - begun);
                boolean intime = done.await(Math.max(0, left), TimeUnit.NANOSECONDS) && ended - since <= timeout;
                return intime ? answer : Answer.Unavailable.INSTANCE;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Answer.Unavailable.INSTANCE;
            }
        }
    }

    private Answer answerTo(SchemeSlot slot, @Nullable Resolution<Credential> resolution, long asOf) {
        if (resolution instanceof Resolution.Known<Credential> known) {
            return new Claim(known.entitlement(), known.proof(), asOf, end(known.until()));
        }
        if (resolution instanceof Resolution.Refused<Credential> refused && refused.denial() != null) {
            return slot.refused(refused.denial(), asOf);
        }
        throw new IllegalStateException("the scheme resolved a credential to nothing");
    }

    /** That instant as an elapsed time, so that a clock that is put back later does not move it. */
    private @Nullable Long end(@Nullable Instant until) {
        if (until == null) {
            return null;
        }
        long nanos = time.nanos();
        long left = until.toEpochMilli() - time.epochMillis(nanos);
        return nanos + TimeUnit.MILLISECONDS.toNanos(Math.max(0, Math.min(left, LONGEST_MILLIS)));
    }

    private static boolean isFinal(Answer.Refused refused) {
        return FailureLimiter.isFailure(refused.denial());
    }

    private static CentralCall outcome(Answer answer) {
        if (answer instanceof Claim claim) {
            return claim.nobodys() ? CentralCall.REFUSED : CentralCall.KNOWN;
        }
        return answer instanceof Answer.Refused ? CentralCall.REFUSED : CentralCall.UNAVAILABLE;
    }
}
