package io.tallygate.httpserver;

import com.sun.net.httpserver.HttpPrincipal;
import io.tallygate.adapter.Caller;
import io.tallygate.model.Entitlement;

/** The principal of an admitted exchange: its username is the subject, its realm the account. */
public final class HttpCaller extends HttpPrincipal implements Caller {
    private final Entitlement entitlement;

    HttpCaller(Entitlement entitlement) {
        super(entitlement.subject(), entitlement.account().value());
        this.entitlement = entitlement;
    }

    @Override
    public Entitlement entitlement() {
        return entitlement;
    }

    /** The subject, without the realm that {@link HttpPrincipal} would put before it. */
    @Override
    public String getName() {
        return entitlement.subject();
    }
}
