package io.tallygate.model;

/** The gate's answer to one request: {@link Permit} or {@link Deny}. */
public sealed interface Decision permits Permit, Deny {
    /** The request's id: minted when it was counted, uncounted otherwise. */
    RequestId requestId();

    /** Whether the host may serve the request. */
    default boolean permitted() {
        return this instanceof Permit;
    }
}
