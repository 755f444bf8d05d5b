package io.tallygate;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.spi.Directory;
import io.tallygate.spi.Listener.SessionEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the directory's records behind the live sessions again, in pages, and ends the sessions whose record is gone,
 * disabled, or at another version or plan. While the directory cannot be asked, sessions go on.
 */
final class Rereading implements Runnable {
    static final int PAGE = 256;
    private static final String TROUBLE = "reread-failed";

    private final Directory directory;
    private final SessionTable sessions;
    private final Central central;
    private final Trouble trouble;

    Rereading(Directory directory, SessionTable sessions, Central central, Trouble trouble) {
        this.directory = directory;
        this.sessions = sessions;
        this.central = central;
        this.trouble = trouble;
    }

    @Override
    public void run() {
        Map<CredentialId, List<Session>> page = new LinkedHashMap<>();
        for (Session session : sessions.recorded()) {
            CredentialId id = session.entitlement().provenance().credential();
            if (id == null) {
                continue;
            }
            page.computeIfAbsent(id, key -> new ArrayList<>(1)).add(session);
            if (page.size() == PAGE) {
                if (!reread(page)) {
                    return;
                }
                page.clear();
            }
        }
        if (!page.isEmpty()) {
            reread(page);
        }
    }

    /** Returns whether the directory answered. */
    private boolean reread(Map<CredentialId, List<Session>> page) {
        Map<CredentialId, CredentialRecord> records;
        try {
            records = Objects.requireNonNull(directory.findAll(List.copyOf(page.keySet())), "the directory's answer");
        } catch (Throwable e) {
            trouble.report(TROUBLE, "records behind sessions could not be read again; the sessions go on", e);
            return false;
        }
        trouble.over(TROUBLE);
        List<Session> changed = new ArrayList<>();
        page.forEach((id, group) -> group.stream()
                .filter(session -> changed(session.entitlement(), records.get(id)))
                .forEach(changed::add));
        // First of all forgotten, so that none begins again from what is out of date.
        changed.forEach(session -> central.forget(session.fingerprint(), session.claim()));
        sessions.end(changed, SessionEnd.CHANGED);
        return true;
    }

    private static boolean changed(Entitlement entitlement, @Nullable CredentialRecord record) {
        return record == null
                || record.disabled()
                || record.version() != entitlement.version()
                || !Objects.equals(record.entitlement().plan(), entitlement.plan());
    }
}
