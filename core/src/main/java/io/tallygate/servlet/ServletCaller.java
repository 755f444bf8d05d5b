package io.tallygate.servlet;

import io.tallygate.adapter.Caller;
import io.tallygate.model.Entitlement;

/** The principal of an admitted request. */
record ServletCaller(Entitlement entitlement) implements Caller {
    @Override
    public String getName() {
        return entitlement.subject();
    }

    @Override
    public String toString() {
        return getName();
    }
}
