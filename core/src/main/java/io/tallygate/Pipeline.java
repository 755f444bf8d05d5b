package io.tallygate;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IdempotencyKey;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Permit;
import io.tallygate.model.Restriction;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Listener.SessionEnd;
import io.tallygate.spi.Meter;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Screening;
import io.tallygate.spi.Tab;
import io.tallygate.spi.TimeSource;
import io.tallygate.spi.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a request, in order and in one place:
 *
 * <ol>
 *   <li>the request comes as data; one that must be encrypted and was not is refused before its secret is looked at;
 *   <li>each scheme parses;
 *   <li>the session behind the credential's fingerprint answers; or what the scheme and the filter of existing credentials
 *       say, what is remembered, and last of all, within a budget, the centre;
 *   <li>the proof verifies this request;
 *   <li>the access policy allows it, and only then a session begins;
 *   <li>the meter charges it;
 *   <li>it is a permit.
 * </ol>
 *
 * <p>A request with a session reads one clock once, takes no lock, and allocates nothing here; that is why what belongs
 * to one request travels as arguments. Thread-safe.
 */
final class Pipeline {
    private final SchemeSlot[] schemes;
    private final int firstOfLast;
    private final Origins origins;
    private final boolean httpsOnly;
    private final Freshness freshness;
    private final SessionTable sessions;
    private final KnownCredentials known;
    private final Central central;
    private final Refusals refusals;
    private final Meter meter;
    private final @Nullable UseMonitor monitor;
    private final TimeSource time;
    private final Trouble trouble;

    /**
     * @param schemes in the order they are asked
     * @param firstOfLast the first of those that are asked only if no other has found a credential
     * @param monitor null when credentials are not watched
     */
    Pipeline(
            SchemeSlot[] schemes,
            int firstOfLast,
            Origins origins,
            boolean httpsOnly,
            Freshness freshness,
            SessionTable sessions,
            KnownCredentials known,
            Central central,
            Refusals refusals,
            Meter meter,
            @Nullable UseMonitor monitor,
            TimeSource time,
            Trouble trouble) {
        this.schemes = schemes;
        this.firstOfLast = firstOfLast;
        this.origins = origins;
        this.httpsOnly = httpsOnly;
        this.freshness = freshness;
        this.sessions = sessions;
        this.known = known;
        this.central = central;
        this.refusals = refusals;
        this.meter = meter;
        this.monitor = monitor;
        this.time = time;
        this.trouble = trouble;
    }

    /** Decides. What a part throws, be it an error, ends here. */
    Decision decide(InboundRequest request, Demand demand) {
        try {
            return parse(request, demand);
        } catch (Throwable e) {
            trouble.report("admit-failed:" + e.getClass().getName(), "a request could not be decided", e);
            return refusals.unavailable();
        }
    }

    /** Stages 1 and 2. */
    private Decision parse(InboundRequest request, Demand demand) {
        long nanos = time.nanos();
        long epochMillis = time.epochMillis(nanos);
        if (httpsOnly && !origins.secure(request)) {
            return refusals.because(Denial.HTTPS_REQUIRED);
        }
        SchemeSlot slot = null;
        Credential credential = null;
        for (int i = 0; i < schemes.length; i++) {
            if (i >= firstOfLast && credential != null) {
                break;
            }
            Parsed parsed = Objects.requireNonNull(schemes[i].scheme().parse(request), "what a scheme parsed");
            if (parsed == Parsed.malformed()) {
                return refusals.failed(Denial.MALFORMED_CREDENTIAL, null, request, nanos);
            }
            if (parsed instanceof Credential found) {
                if (credential != null) {
                    return refusals.failed(Denial.AMBIGUOUS_CREDENTIAL, null, request, nanos);
                }
                slot = schemes[i];
                credential = found;
            }
        }
        return slot == null || credential == null
                ? refusals.because(Denial.NO_CREDENTIAL)
                : identify(slot, credential, request, demand, epochMillis, nanos);
    }

    /** Stage 3. */
    private Decision identify(
            SchemeSlot slot,
            Credential credential,
            InboundRequest request,
            Demand demand,
            long epochMillis,
            long nanos) {
        if (freshness.lapsed(nanos)) {
            return refusals.unavailable();
        }
        Fingerprint fingerprint = Fingerprinter.of(slot.number(), credential);
        Session session = sessions.find(fingerprint, nanos);
        return session != null
                ? authorize(session.claim(), session, null, credential, request, demand, epochMillis, nanos)
                : resolve(slot, credential, fingerprint.copy(), request, demand, epochMillis, nanos);
    }

    /** Stage 3, without a session. */
    private Decision resolve(
            SchemeSlot slot,
            Credential credential,
            Fingerprint fingerprint,
            InboundRequest request,
            Demand demand,
            long epochMillis,
            long nanos) {
        Deny blocked = refusals.blocked(request, nanos);
        if (blocked != null) {
            return blocked;
        }
        Screening screening = Objects.requireNonNull(slot.scheme().screen(credential), "what a scheme screened");
        if (screening == Screening.malformed()) {
            return refusals.failed(Denial.MALFORMED_CREDENTIAL, null, request, nanos);
        }
        Prospect prospect = known.prospect(screening, epochMillis);
        if (prospect == Prospect.NONE) {
            Answer nothing = slot.refused(Denial.INVALID_CREDENTIAL, 0);
            return judge(nothing, credential, fingerprint, request, demand, nanos);
        }
        if (!freshness.awaitBegun(nanos)) {
            return refusals.unavailable();
        }
        Answer answer = central.remembered(fingerprint, nanos);
        if (answer == null) {
            answer = central.ask(slot, credential, fingerprint, prospect, refusals.suspect(request), nanos);
        }
        return judge(answer, credential, fingerprint, request, demand, nanos);
    }

    /** The end of stage 3. */
    private Decision judge(
            Answer answer,
            Credential credential,
            Fingerprint fingerprint,
            InboundRequest request,
            Demand demand,
            long nanos) {
        if (answer instanceof Claim claim) {
            // Time has passed: read the clocks again.
            return authorize(claim, null, fingerprint, credential, request, demand, time.epochMillis(), time.nanos());
        }
        if (answer instanceof Answer.Refused refused) {
            return refusals.failed(refused.denial(), null, request, nanos);
        }
        return answer instanceof Answer.OverBudget over
                ? refusals.overBudget(over.nanosToWait())
                : refusals.unavailable();
    }

    /** Stages 4 to 7, with a session or, if there is none, on the way to one behind the fingerprint. */
    private Decision authorize(
            Claim claim,
            @Nullable Session present,
            @Nullable Fingerprint fingerprint,
            Credential credential,
            InboundRequest request,
            Demand demand,
            long epochMillis,
            long nanos) {
        Entitlement entitlement = present == null ? claim.entitlement() : present.entitlement();
        Proof<Credential> proof = present == null ? claim.proof() : present.proof();

        Verdict verdict = Objects.requireNonNull(proof.verify(credential, request, epochMillis), "what a proof found");
        if (present == null && claim.nobodys() && isProven(verdict)) {
            return refusals.failed(Denial.INVALID_CREDENTIAL, null, request, nanos);
        }
        if (verdict instanceof Verdict.Failed failed) {
            return refusals.failed(failed.denial(), isProven(verdict) ? entitlement : null, request, nanos);
        }

        boolean needsClient = present == null ? claim.networkBound() : present.needsClient();
        IpAddress client = needsClient ? origins.client(request) : null;
        Denial denial = revoked(present, entitlement)
                ? Denial.REVOKED
                : allowed(present, entitlement, demand, request, client, epochMillis);
        if (denial != null) {
            return refusals.notAllowed(denial, entitlement, demand, client, request, nanos);
        }

        Session session = present == null && fingerprint != null ? begin(claim, fingerprint, nanos) : present;
        if (session == null) {
            return sessions.revoked(entitlement)
                    ? refusals.failed(Denial.REVOKED, entitlement, request, nanos)
                    : refusals.unavailable();
        }
        session.touch(nanos, sessions.times());

        UseCount use = session.use();
        boolean looked = use != null && use.due(nanos);
        if (client == null && (session.needsClient() || looked)) {
            client = origins.client(request);
        }
        if (use != null && looked) {
            use.look(client, nanos);
        }
        return finish(charge(session.tab(), demand, client, verdict, epochMillis, nanos), verdict, entitlement, use);
    }

    private static Decision charge(
            Tab tab, Demand demand, @Nullable IpAddress client, Verdict verdict, long epochMillis, long nanos) {
        IdempotencyKey key = verdict.idempotencyKey();
        return key == null
                ? tab.charge(demand, client, epochMillis, nanos)
                : tab.charge(demand, client, key, epochMillis, nanos);
    }

    /** Whether it is of somebody who has proven the credential, or of anybody who names it. */
    private static boolean isProven(Verdict verdict) {
        if (!(verdict instanceof Verdict.Failed failed)) {
            return true;
        }
        return switch (failed.denial()) {
            case MALFORMED_CREDENTIAL, INVALID_CREDENTIAL, BODY_TOO_LARGE, UNAVAILABLE -> false;
            default -> true;
        };
    }

    private @Nullable Denial allowed(
            @Nullable Session session,
            Entitlement entitlement,
            Demand demand,
            InboundRequest request,
            @Nullable IpAddress client,
            long epochMillis) {
        if (session != null && session.allowedBefore(demand)) {
            return null;
        }
        Denial denial = AccessPolicy.check(entitlement, demand, request, client, epochMillis);
        if (session == null) {
            return denial == null && !usesAreCounted(entitlement) ? Denial.RESTRICTED : denial;
        }
        if (denial == null) {
            session.allowed(demand);
        }
        return denial;
    }

    /** Whether the meter keeps the limits that the access policy leaves to it. */
    private boolean usesAreCounted(Entitlement entitlement) {
        boolean counted = meter.countsUses()
                || entitlement.restrictions().stream().noneMatch(Restriction.MaxUses.class::isInstance);
        if (!counted) {
            trouble.say("uses-not-counted", "a credential limits its uses, which this gate has no meter to count");
        }
        return counted;
    }

    private boolean revoked(@Nullable Session session, Entitlement entitlement) {
        return session == null ? sessions.revoked(entitlement) : session.end() == SessionEnd.REVOKED;
    }

    /** A session of the claim; null when a revocation or a change was faster, or there is nothing to count with. */
    private @Nullable Session begin(Claim claim, Fingerprint fingerprint, long nanos) {
        if (!meter.ready()) {
            return null;
        }
        UseCount use = monitor == null ? null : monitor.begin(claim.entitlement(), nanos);
        Tab tab = Objects.requireNonNull(meter.open(claim.entitlement()), "the tab that a meter opened");
        return sessions.add(new Session(fingerprint, claim, tab, needsClient(tab), use, nanos), nanos);
    }

    private boolean needsClient(Tab tab) {
        try {
            return tab.needsClient();
        } catch (Throwable e) {
            sessions.closeTab(tab);
            throw e;
        }
    }

    private Decision finish(
            @Nullable Decision charged, Verdict verdict, Entitlement entitlement, @Nullable UseCount use) {
        if (charged instanceof Permit permit) {
            if (use != null) {
                use.permitted();
            }
            return verdict instanceof Verdict.VerifiedWithBody body ? permit.expecting(body.check()) : permit;
        }
        Deny deny = (Deny) Objects.requireNonNull(charged, "what a tab decided");
        if (use != null) {
            use.denied(deny.denial());
        }
        return refusals.named(deny.entitlement() == null ? deny.of(entitlement) : deny);
    }
}
