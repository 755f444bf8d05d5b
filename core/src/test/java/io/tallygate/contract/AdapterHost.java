package io.tallygate.contract;

import io.tallygate.adapter.Caller;
import io.tallygate.model.Decision;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A running host behind an adapter, as {@link AdapterContract} wants it: it listens on the loopback address. */
public interface AdapterHost extends AutoCloseable {
    /** The TCP port it listens on. */
    int port();

    @Override
    void close() throws Exception;

    /** What the host serves on every path. */
    @FunctionalInterface
    interface Endpoint {
        /** Serves one admitted request. What it throws goes to the host as if its own code had thrown it. */
        void serve(Call call) throws Exception;
    }

    /** One admitted request as the host's own code sees it. */
    interface Call {
        /** The decision, by the adapter's way to ask for it. */
        Decision decision();

        /** The caller, by the host's way to ask for it. */
        @Nullable
        Principal principal();

        /** Whether the caller has the role, by the host's way to ask for it. */
        default boolean inRole(String role) {
            return principal() instanceof Caller caller && caller.holds(role);
        }

        /** The body, by the host's way to read it. */
        InputStream body() throws IOException;

        /** Answers, once. */
        void answer(int status, byte[] body) throws IOException;

        /** Lets go of the host's thread, and answers on another. */
        void later(Endpoint rest) throws IOException;
    }
}
