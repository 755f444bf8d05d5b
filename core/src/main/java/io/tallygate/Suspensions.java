package io.tallygate;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.StaleVersionException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that this edge refuses because of an anomaly: at once and for a while by itself, and, where it may, for all
 * edges by disabling them in the directory, until a person enables them. Thread-safe.
 */
final class Suspensions {
    /** Who disables them. */
    static final String ACTOR = "tallygate:suspension";

    private static final String TROUBLE = "suspension-failed";
    private static final int ATTEMPTS = 3;

    private final SessionTable sessions;
    private final @Nullable DirectoryAdmin directory;
    private final Trouble trouble;

    /** By their end, in elapsed time. */
    private final Map<CredentialId, Long> ends = new ConcurrentHashMap<>();

    private final Set<CredentialId> toDisable = ConcurrentHashMap.newKeySet();

    Suspensions(SessionTable sessions, @Nullable DirectoryAdmin directory, Trouble trouble) {
        this.sessions = sessions;
        this.directory = directory == null ? null : directory.by(ACTOR);
        this.trouble = trouble;
    }

    void suspend(CredentialId id, long end) {
        ends.put(id, end);
        sessions.suspend(id);
        if (directory != null) {
            toDisable.add(id);
        }
    }

    boolean stands(CredentialId id) {
        return ends.containsKey(id);
    }

    /** Ends those whose time is over, on this edge. */
    void sweep(long nanos) {
        ends.forEach((id, end) -> {
            if (nanos - end >= 0) {
                sessions.release(id);
                ends.remove(id);
            }
        });
    }

    /** Disables in the directory what is still to be disabled there; what fails is tried again the next time. */
    void disable() {
        if (directory == null) {
            return;
        }
        for (CredentialId id : toDisable) {
            try {
                disable(directory, id);
                toDisable.remove(id);
                trouble.over(TROUBLE);
            } catch (Throwable e) {
                trouble.report(TROUBLE, "a suspended credential could not be disabled in the directory", e);
            }
        }
    }

    private static void disable(DirectoryAdmin directory, CredentialId id) {
        for (int attempt = 1; ; attempt++) {
            CredentialRecord record = directory.find(id).orElse(null);
            if (record == null || record.disabled()) {
                return;
            }
            try {
                directory.update(record.withDisabled(true));
                return;
            } catch (StaleVersionException overtaken) {
                if (attempt == ATTEMPTS) {
                    throw overtaken;
                }
            }
        }
    }
}
