package io.tallygate.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An admitted request, and its own receipt. The request is counted when the host gets this; {@link #refund()} gives the
 * units back when the host could not serve, {@link #complete()} says that they are owed. An unsettled permit is owed.
 * Thread-safe; the first settlement counts, later ones do nothing.
 */
public final class Permit implements Decision {
    private static final int OPEN = 0;
    private static final int COMPLETED = 1;
    private static final int REFUNDED = 2;
    private static final VarHandle STATE = stateHandle();

    private final Entitlement entitlement;
    private final Settlement settlement;
    private final long ticket;
    private final int units;
    private final @Nullable BodyCheck body;

    @SuppressWarnings("unused") // by STATE
    private volatile int state;

    /**
     * Made by meters.
     *
     * @param ticket whatever the settlement needs to find the admission again
     * @param units what was charged; 0 when the request is uncounted
     */
    public Permit(Entitlement entitlement, Settlement settlement, long ticket, int units) {
        this(entitlement, settlement, ticket, units, null);
    }

    private Permit(Entitlement entitlement, Settlement settlement, long ticket, int units, @Nullable BodyCheck body) {
        this.entitlement = entitlement;
        this.settlement = settlement;
        this.ticket = ticket;
        this.units = units;
        this.body = body;
    }

    /** The same admission, which is good only if the body passes the check. Replaces this permit; use only one. */
    public Permit expecting(BodyCheck check) {
        return new Permit(entitlement, settlement, ticket, units, check);
    }

    /** What the caller may do. */
    public Entitlement entitlement() {
        return entitlement;
    }

    /** What was charged; 0 when the request is uncounted. */
    public int units() {
        return units;
    }

    /** What the adapter must check while the host reads the body. */
    public Optional<BodyCheck> body() {
        return Optional.ofNullable(body);
    }

    /** How the caller stands now with each limit, read on call. */
    public List<Limit> limits() {
        return settlement.limits(ticket);
    }

    @Override
    public RequestId requestId() {
        return settlement.requestId(ticket);
    }

    /** Says that the units are owed. Returns whether this call settled the permit. */
    public boolean complete() {
        return STATE.compareAndSet(this, OPEN, COMPLETED);
    }

    /** Gives all units back. Returns whether this call settled the permit. */
    public boolean refund() {
        boolean first = STATE.compareAndSet(this, OPEN, REFUNDED);
        if (first) {
            settlement.refund(ticket, units);
        }
        return first;
    }

    @Override
    public String toString() {
        return "Permit[" + requestId() + ", account=" + entitlement.account() + ", units=" + units + "]";
    }

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Permit.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
