package io.tallygate;

import io.tallygate.AnomalyRules.Finding;
import io.tallygate.model.AccountId;
import io.tallygate.model.Anomaly;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialUse;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IpAddress;
import io.tallygate.spi.Background;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Environment;
import io.tallygate.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Watches how credentials are used, in two tasks of the background. One takes what requests have counted and looks for
 * anomalies; it asks nobody, so it goes on while the directory is away or slow. The other sends what was taken to the
 * directory in batches, and keeps what could not be sent. Thread-safe.
 *
 * <p>A credential is watched from its first session, or denial, until it has not been used for so long that no session of
 * it can be live: so no session counts for one that is not watched any more.
 */
final class UseMonitor {
    static final int BATCH = 500;

    /** Between looking whether a session is live and counting its request. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final String TROUBLE = "uses-not-sent";

    private final MonitorSettings settings;
    private final long every;
    private final long lookEvery;
    private final long forgottenAfter;
    private final AnomalyRules rules;
    private final Suspensions suspensions;
    private final Environment environment;
    private final TimeSource time;
    private final Trouble trouble;
    private final Map<CredentialId, Watched> watched = new ConcurrentHashMap<>();
    private final List<Background.Task> tasks = new ArrayList<>();
    private long lookedOver;

    UseMonitor(
            MonitorSettings settings,
            Duration sliding,
            Suspensions suspensions,
            Environment environment,
            Trouble trouble) {
        this.settings = settings;
        this.every = settings.every().toNanos();
        this.lookEvery = settings.lookEvery().toNanos();
        this.forgottenAfter =
                sliding.plus(settings.lookEvery().multipliedBy(2)).plus(SLACK).toNanos();
        this.rules = new AnomalyRules(settings.anomalies());
        this.suspensions = suspensions;
        this.environment = environment;
        this.time = environment.time();
        this.trouble = trouble;
        this.lookedOver = time.nanos();
    }

    /** Begins to look over and to send, each at some moment of the interval: edges that start together do not send so. */
    void start() {
        tasks.add(environment.background().every(sometime(), settings.every(), this::lookOver));
        tasks.add(environment.background().every(sometime(), settings.every(), this::send));
    }

    private Duration sometime() {
        return Duration.ofNanos(Math.floorMod(environment.random().nextLong(), every));
    }

    /** What has not been sent is lost. */
    void close() {
        tasks.forEach(Background.Task::cancel);
    }

    /** Where a session counts its requests; null when its credential is not watched. */
    @Nullable
    UseCount begin(Entitlement entitlement, long nanos) {
        CredentialId id = entitlement.provenance().credential();
        if (id == null || !hasRoomFor(id)) {
            return null;
        }
        // Under the entry's lock, so that it is not forgotten now.
        Watched entry = watched.compute(id, (same, there) -> {
            Watched present = there == null ? new Watched(entitlement.account(), lookEvery, nanos) : there;
            present.account = entitlement.account();
            present.count.begin(nanos);
            return present;
        });
        return entry.count;
    }

    private boolean hasRoomFor(CredentialId id) {
        if (watched.size() < settings.maxCredentials() || watched.containsKey(id)) {
            return true;
        }
        trouble.say("monitor-full", "more credentials are in use than monitor.maxCredentials; the rest is not watched");
        return false;
    }

    /** A request of a proven credential was denied outside of a session's tab. */
    void denied(Denial denial, Entitlement entitlement, @Nullable IpAddress client, long nanos) {
        CredentialId id = entitlement.provenance().credential();
        Watched there = id == null ? null : watched.get(id);
        UseCount count = there == null ? begin(entitlement, nanos) : there.count;
        if (count != null) {
            count.denied(denial);
            count.look(client, nanos);
        }
    }

    private void lookOver() {
        long nanos = time.nanos();
        long epochMillis = time.epochMillis();
        double scale = (double) every / Math.max(every, nanos - lookedOver);
        lookedOver = nanos;
        watched.forEach((id, entry) -> {
            CredentialUse use = entry.count.take(id, nanos, epochMillis);
            if (use == null) {
                watched.computeIfPresent(id, (same, there) -> there.isForgotten(nanos, forgottenAfter) ? null : there);
                return;
            }
            entry.keep(use);
            if (!suspensions.stands(id)) {
                rules.judge(entry.habits, use, scale, nanos)
                        .forEach(found -> tell(found, id, entry.account, nanos, epochMillis));
            }
        });
        // Behind the rest, so that what a suspension has refused is not held against the credential.
        suspensions.sweep(nanos);
    }

    private void tell(Finding found, CredentialId id, AccountId account, long nanos, long epochMillis) {
        Instant now = Instant.ofEpochMilli(epochMillis);
        Anomaly anomaly =
                new Anomaly(found.kind(), id, account, now, found.seen(), found.most(), found.network(), null);
        if (rules.suspends(found.kind())) {
            Duration span = settings.anomalies().suspendedFor();
            suspensions.suspend(id, nanos + span.toNanos());
            anomaly = anomaly.suspendedUntil(now.plus(span));
            trouble.say("credential-suspended", "credential " + id + " is suspended because of " + found.kind());
        }
        environment.listener().onAnomaly(anomaly);
    }

    private void send() {
        suspensions.disable();
        List<CredentialUse> batch = new ArrayList<>();
        for (Watched entry : watched.values()) {
            CredentialUse use = entry.unsent.getAndSet(null);
            if (use != null) {
                batch.add(use);
            }
            if (batch.size() == BATCH) {
                if (!send(batch)) {
                    return;
                }
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) {
            send(batch);
        }
    }

    /** Returns whether it makes sense to send the next: not while the centre is away. */
    private boolean send(List<CredentialUse> batch) {
        try {
            environment.directory().ifPresent(directory -> directory.recordUses(List.copyOf(batch)));
            trouble.over(TROUBLE);
            return true;
        } catch (DirectoryUnavailableException e) {
            trouble.report(TROUBLE, "uses of credentials could not be sent; they are kept", e);
            batch.forEach(use -> watched.computeIfPresent(use.credential(), (id, entry) -> entry.keep(use)));
            return false;
        } catch (Throwable e) {
            // One that the directory cannot take must not keep the rest from ever being sent.
            trouble.report(TROUBLE, "uses of credentials could not be sent; they are lost", e);
            return true;
        }
    }

    /** A credential that is watched. */
    private static final class Watched {
        final UseCount count;

        /** Since its last session began. */
        volatile AccountId account;

        /** For the task that looks over. */
        final Habits habits;

        final AtomicReference<@Nullable CredentialUse> unsent = new AtomicReference<>();

        Watched(AccountId account, long lookEvery, long nanos) {
            this.account = account;
            this.count = new UseCount(lookEvery);
            this.habits = new Habits(nanos);
        }

        Watched keep(CredentialUse use) {
            unsent.accumulateAndGet(use, (one, other) -> one == null || other == null ? use : one.plus(other));
            return this;
        }

        boolean isForgotten(long nanos, long span) {
            return unsent.get() == null && count.idle(nanos, span);
        }
    }
}
