package io.tallygate.adapter;

import io.tallygate.model.Entitlement;
import java.security.Principal;

/** Who is calling, for hosts that know principals and roles. Its name is the subject, its roles are the scopes. */
public interface Caller extends Principal {
    /** What the caller may do. */
    Entitlement entitlement();

    /** Whether the caller holds the scope of that name. */
    default boolean holds(String scope) {
        return entitlement().scopes().stream().anyMatch(held -> held.value().equals(scope));
    }
}
