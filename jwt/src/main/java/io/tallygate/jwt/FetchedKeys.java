package io.tallygate.jwt;

import io.tallygate.jwt.KeyAlarms.Trouble;
import io.tallygate.spi.Background;
import io.tallygate.spi.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that an issuer publishes. The whole set is held, and replaced in the background; a set that breaks a rule, or no
 * answer at all, leaves the one before in use until the issuer was not heard of for too long. Thread-safe.
 */
final class FetchedKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);
    private static final JwkSet NONE = new JwkSet(List.of(), null);
    private static final double EARLY = 0.25;

    private final URI uri;
    private final JwksSettings settings;
    private final KeyEndpoint endpoint;
    private final JwkReader reader;
    private final Environment environment;
    private final KeyAlarms alarms;
    private final UnknownKeyIds unknown;
    private final FetchSchedule schedule;
    private final @Nullable KeptKeys copy;
    private volatile @Nullable CompletableFuture<EndpointReply> exchange;
    private volatile boolean closed;

    /** Written by the fetch that is under way only. */
    private volatile @Nullable HeldKeys held;

    /** Begins to fetch. */
    FetchedKeys(URI uri, JwksSettings settings, KeyEndpoint endpoint, JwkReader reader, Environment environment) {
        this.uri = uri;
        this.settings = settings;
        this.endpoint = endpoint;
        this.reader = reader;
        this.environment = environment;
        this.alarms = new KeyAlarms(uri, environment.listener());
        this.unknown = new UnknownKeyIds(settings.refreshAtLeast().toNanos());
        this.copy = settings.copy() == null
                ? null
                : new KeptKeys(
                        new KeyCopy(settings.copy(), uri), reader, environment.time(), settings.staleFor(), alarms);
        this.schedule =
                new FetchSchedule(environment.time(), environment.background(), settings.interval(), this::fetch);
        schedule.hurry();
    }

    @Override
    public @Nullable KeyRing keys() {
        if (held == null) {
            schedule.await(settings.timeout());
        }
        HeldKeys there = held;
        return there == null || isStale(there) ? null : there.ring();
    }

    private boolean isStale(HeldKeys keys) {
        return environment.time().nanos() - keys.heard() > settings.staleFor().toNanos();
    }

    @Override
    public boolean missing(String keyId) {
        if (!unknown.ask(keyId, environment.time().nanos())) {
            return false;
        }
        schedule.hurry();
        return true;
    }

    /** One fetch; gives the time until the next. */
    private CompletableFuture<Duration> fetch() {
        long began = environment.time().nanos();
        HeldKeys before = held;
        CompletableFuture<EndpointReply> asked = endpoint.ask(before == null ? null : before.etag());
        exchange = asked;
        if (closed) {
            asked.cancel(true);
        }
        Background.Task limit = environment.background().after(settings.timeout(), () -> asked.cancel(true));
        return asked.handle((reply, failure) -> {
            limit.cancel();
            return closed ? settings.interval() : takeIn(before, reply, failure, began);
        });
    }

    private Duration takeIn(
            @Nullable HeldKeys before, @Nullable EndpointReply reply, @Nullable Throwable failure, long began) {
        HeldKeys after = reply == null ? unavailable(reason(failure)) : answer(before, reply);
        if (after == null || reply == null) {
            makeDo(before);
            return sooner(settings.interval().multipliedBy(2));
        }
        use(before, after, began);
        return sooner(lifetime(reply));
    }

    private void makeDo(@Nullable HeldKeys before) {
        if (before == null && copy != null) {
            held = copy.restore();
        } else if (before != null && isStale(before)) {
            alarms.say(Trouble.STALE, "not heard of for " + settings.staleFor() + "; its tokens are answered 503");
        }
    }

    private @Nullable HeldKeys unavailable(String why) {
        alarms.say(Trouble.UNAVAILABLE, why);
        return null;
    }

    /** The text of a failure of the network may hold what the other side sent; its class does not. */
    private String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof CancellationException || cause == null
                ? "no answer within " + settings.timeout()
                : "no answer: " + cause.getClass().getName();
    }

    /** What is to be used after this answer; null when it is no good. */
    private @Nullable HeldKeys answer(@Nullable HeldKeys before, EndpointReply reply) {
        long now = environment.time().nanos();
        if (reply.status() == 304 && before != null && before.etag() != null) {
            return before.confirmed(now);
        }
        if (reply.status() != 200) {
            return unavailable("the answer had status " + reply.status());
        }
        JwkSet set = JwkSet.read(reply.body(), reader);
        String fault = HeldKeys.fault(set);
        if (fault == null && before != null) {
            fault = set.faultAfter(before.set());
        }
        if (fault != null) {
            alarms.say(Trouble.REFUSED, fault + "; the keys before stay in use");
            return null;
        }
        return HeldKeys.of(reply.body(), set, reply.etag(), now);
    }

    private void use(@Nullable HeldKeys before, HeldKeys after, long began) {
        held = after;
        alarms.over(Trouble.UNAVAILABLE);
        alarms.over(Trouble.REFUSED);
        alarms.over(Trouble.STALE);
        unknown.answered(after.ring(), began, after.heard());
        tell(before == null ? NONE : before.set(), after.set());
        if (copy != null) {
            copy.keep(after);
        }
    }

    private void tell(JwkSet before, JwkSet after) {
        KeyRotation rotation = KeyRotation.between(uri, before, after);
        if (rotation.isNone()) {
            return;
        }
        LOG.info(
                "keys of {}: {} new, {} gone",
                uri.getHost(),
                rotation.added().size(),
                rotation.removed().size());
        after.unfit().forEach(why -> LOG.warn("{}; tokens that it signed are refused", why));
        try {
            settings.rotated().accept(rotation);
        } catch (RuntimeException e) {
            LOG.warn("what listens to rotations failed: {}", e.getClass().getName());
        }
    }

    private Duration lifetime(EndpointReply reply) {
        Duration stated = reply.maxAge();
        if (stated == null || stated.compareTo(settings.refreshAtMost()) > 0) {
            return settings.refreshAtMost();
        }
        return stated.compareTo(settings.refreshAtLeast()) < 0 ? settings.refreshAtLeast() : stated;
    }

    /** Up to a quarter sooner, so that edges that began together do not ask together for ever. */
    private Duration sooner(Duration duration) {
        return Duration.ofNanos(
                (long) (duration.toNanos() * (1 - EARLY * environment.random().nextDouble())));
    }

    @Override
    public void close() {
        closed = true;
        schedule.close();
        CompletableFuture<EndpointReply> asked = exchange;
        if (asked != null) {
            asked.cancel(true);
        }
        endpoint.close();
    }
}
