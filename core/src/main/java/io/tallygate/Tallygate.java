package io.tallygate;

import io.tallygate.limit.RateLimit;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.HttpReply;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.Revocation;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Background;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.ContinuedDirectory;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate: decides for each request who is calling, whether they may, and counts it. The first request with a
 * credential may ask the centre; from then on a session on this edge answers, until it has not been used for a day, is a
 * week old, or is revoked.
 *
 * <p>Thread-safe. Make one, keep it as long as the service runs, and close it.
 */
public final class Tallygate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tallygate.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Parts parts;
    private final Environment environment;
    private final Revocations revocations;
    private final SessionTable sessions;
    private final KnownCredentials known;
    private final Central central;
    private final Hearing hearing;
    private final @Nullable UseMonitor monitor;
    private final Pipeline pipeline;
    private final Refusals refusals;
    private final Replies replies;
    private final String description;
    private final @Nullable Background owned;
    private final Trouble trouble;
    private Background.@Nullable Task sweeping;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Tallygate(
            GateSettings settings,
            Parts parts,
            String description,
            RequestIds ids,
            @Nullable Background owned,
            Trouble trouble) {
        this.parts = parts;
        this.environment = parts.environment();
        this.owned = owned;
        this.trouble = trouble;
        RecentChanges changes = new RecentChanges();
        this.revocations = new Revocations(environment.time());
        this.sessions = new SessionTable(
                settings.sessions(),
                revocations,
                changes,
                environment.listener(),
                trouble,
                environment.random().nextLong());
        this.known = new KnownCredentials(settings.filter(), environment, trouble);
        this.central = new Central(settings.central(), changes, environment, trouble);
        List<ChangeReader> readers = List.of(new SessionUpkeep(sessions, revocations, changes), known);
        this.hearing = new Hearing(settings, sessions, changes, readers, environment, trouble);
        this.monitor = settings.monitor() == null
                ? null
                : new UseMonitor(
                        settings.monitor(),
                        settings.sessions().sliding(),
                        new Suspensions(sessions, settings.suspending(), trouble),
                        environment,
                        trouble);
        Origins origins = new Origins(settings.proxies(), trouble);
        FailureLimiter failures =
                new FailureLimiter(RateLimit.of("failures", settings.failures(), settings.failurePeriod()));
        this.refusals = new Refusals(origins, failures, monitor, ids, environment.random());
        this.pipeline = new Pipeline(
                parts.schemes(),
                parts.firstOfLast(),
                origins,
                settings.httpsOnly(),
                hearing.freshness(),
                sessions,
                known,
                central,
                refusals,
                parts.meter(),
                monitor,
                environment.time(),
                trouble);
        this.replies = new Replies(parts.schemes(), settings, trouble);
        this.description = description;
    }

    /** Begins a gate. */
    public static TallygateBuilder builder() {
        return new TallygateBuilder();
    }

    /** Opens the parts, closing those that are open if one cannot be. */
    static Tallygate open(
            GateSettings settings,
            List<Blueprint<? extends AuthenticationScheme<?>>> schemes,
            @Nullable Blueprint<? extends Meter> meter,
            @Nullable Blueprint<? extends ContinuedDirectory> continuity,
            Environment environment,
            @Nullable Background owned,
            Trouble trouble) {
        RequestIds ids = new RequestIds(environment.random().nextLong());
        Parts parts = Parts.open(schemes, meter, new Uncounted(ids), continuity, environment, trouble);
        try {
            Tallygate gate = new Tallygate(settings, parts, settings.describe(parts, environment), ids, owned, trouble);
            gate.startOrStop();
            LOG.info("{}", gate.description);
            return gate;
        } catch (Throwable e) {
            parts.close();
            throw e;
        }
    }

    private void startOrStop() {
        try {
            sweeping = environment.background().every(SWEEP, SWEEP, this::sweep);
            hearing.start();
            if (monitor != null) {
                monitor.start();
            }
        } catch (Throwable e) {
            stop();
            throw e;
        }
    }

    private void stop() {
        if (sweeping != null) {
            sweeping.cancel();
        }
        hearing.close();
        if (monitor != null) {
            monitor.close();
        }
    }

    private void sweep() {
        long nanos = environment.time().nanos();
        sessions.sweep(nanos, environment.time().epochMillis());
        central.sweep(nanos);
        revocations.sweep();
        if (hearing.freshness().lapsed(nanos)) {
            trouble.say("freshness-lapsed", "requests are denied: changes may be unknown for " + hearing.window());
        } else {
            trouble.over("freshness-lapsed");
        }
    }

    /**
     * Decides one request, and counts it if it is permitted. Never throws, whatever a part does; a part that fails, or
     * a centre that does not answer in time, is a denial {@link Denial#UNAVAILABLE}.
     *
     * @param request a view that is read during this call only
     * @param demand what the host asks for this call
     */
    public Decision admit(InboundRequest request, Demand demand) {
        Decision decision = closed.get() ? refusals.unavailable() : pipeline.decide(request, demand);
        environment.listener().onDecision(decision);
        return decision;
    }

    /** The decision as HTTP: for a permit, header fields to add to the host's own; for a denial, all of the reply. */
    public HttpReply reply(Decision decision) {
        return replies.reply(decision);
    }

    /** The gRPC status code of a denial, for hosts that speak gRPC. */
    public static int grpcCode(Denial denial) {
        return ReplyRow.of(denial).grpc();
    }

    /**
     * Ends what the revocation covers on this edge, at once, and lets nothing it covers begin again until the gate is
     * closed. So it also holds against look-ups that are under way, but takes memory for as long. Tell the directory as
     * well: other edges do not hear of this one. The directory takes back only what it has said itself.
     */
    public void revoke(Revocation revocation) {
        revoke(revocation, null);
    }

    /**
     * The same with an end.
     *
     * @param until when this may be forgotten, because nothing that it covers can still be valid; it is kept at least an
     *     hour longer, as clocks differ. Null for never. Of two for the same revocation the later call holds
     */
    public void revoke(Revocation revocation, @Nullable Instant until) {
        revocations.say(revocation, until);
        sessions.revoke(revocation);
    }

    /**
     * The longest that a change of the directory, such as a revocation or a disabled key, can have been made and still be
     * unknown to this edge: how long ago it began to read what the directory had to say, and came to the end. Until the
     * directory's log was read for the first time it is the age of the gate, which admits nobody until then; without a
     * directory it is zero.
     */
    public Duration revocationWindow() {
        return hearing.window();
    }

    /** What the gate can tell of itself now. */
    public GateStatus status() {
        return new GateStatus(
                sessions.size(),
                revocations.size(),
                hearing.window(),
                hearing.feed(),
                known.status(),
                central.status());
    }

    /**
     * Whether requests can be admitted: the gate is open, its meter can count, and it has heard from the directory,
     * recently enough by its freshness settings.
     */
    public boolean ready() {
        Freshness freshness = hearing.freshness();
        try {
            return !closed.get()
                    && freshness.begun()
                    && !freshness.lapsed(environment.time().nanos())
                    && parts.meter().ready();
        } catch (Throwable e) {
            trouble.report("meter-failed", "the meter could not say whether it is ready", e);
            return false;
        }
    }

    /** The effective configuration in one line, without secrets; logged by {@link TallygateBuilder#build()} too. */
    public String describe() {
        return description;
    }

    /**
     * Ends all sessions, closes schemes and meter, and stops the threads if they are the gate's own. Waits for the
     * meter, within the meter's limit, and for background work under way, for a few seconds. Requests that come now are
     * answered 503. Doing it again does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stop();
            sessions.close();
            central.close();
            known.close();
            parts.close();
            if (owned != null) {
                owned.close();
            }
        }
    }
}
