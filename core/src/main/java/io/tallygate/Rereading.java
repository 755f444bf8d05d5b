package io.tallygate;

import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.spi.Directory;
import io.tallygate.spi.DirectoryUnavailableException;
import io.tallygate.spi.Listener.SessionEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the directory's records behind the live sessions again, in pages, and ends the sessions whose record is gone,
 * disabled, or at another version or plan.
 */
final class Rereading {
    static final int PAGE = 256;
    private static final String TROUBLE = "reread-failed";

    private final Directory directory;
    private final SessionTable sessions;
    private final Trouble trouble;

    Rereading(Directory directory, SessionTable sessions, Trouble trouble) {
        this.directory = directory;
        this.sessions = sessions;
        this.trouble = trouble;
    }

    /**
     * Reads what can be read. While the directory cannot be asked, sessions go on; if it fails at some records, the
     * sessions of their page do.
     *
     * @return whether that was all
     */
    boolean readAll() {
        boolean all = true;
        for (Page page : pages()) {
            try {
                read(page, DirectoryCalls.DIRECT);
                trouble.over(TROUBLE);
            } catch (DirectoryUnavailableException e) {
                failed("the sessions go on", e);
                return false;
            } catch (Throwable e) {
                // One record that cannot be read must not keep the records behind it from ever being read.
                failed("their sessions go on", e);
                all = false;
            }
        }
        return all;
    }

    /**
     * Reads all, because any of it may have changed unheard. What the directory fails at is taken for changed.
     *
     * @throws DirectoryUnavailableException when the centre cannot be asked
     */
    void readAllOrEnd(DirectoryCalls calls) {
        for (Page page : pages()) {
            try {
                read(page, calls);
            } catch (DirectoryUnavailableException e) {
                throw e;
            } catch (Throwable e) {
                failed("their sessions end", e);
                sessions.end(page.all(), SessionEnd.CHANGED);
            }
        }
    }

    private void failed(String then, Throwable cause) {
        trouble.report(TROUBLE, "records behind sessions could not be read again; " + then, cause);
    }

    private List<Page> pages() {
        List<Page> pages = new ArrayList<>();
        Page page = new Page();
        for (Session session : sessions.recorded()) {
            page.add(session);
            if (page.sessions.size() == PAGE) {
                pages.add(page);
                page = new Page();
            }
        }
        if (!page.sessions.isEmpty()) {
            pages.add(page);
        }
        return pages;
    }

    private void read(Page page, DirectoryCalls calls) {
        List<CredentialId> ids = List.copyOf(page.sessions.keySet());
        Map<CredentialId, CredentialRecord> records = calls.make(() -> directory.findAll(ids));
        sessions.end(page.changed(records), SessionEnd.CHANGED);
    }

    private static boolean changed(Entitlement entitlement, @Nullable CredentialRecord record) {
        return record == null
                || record.disabled()
                || record.version() != entitlement.version()
                || !Objects.equals(record.entitlement().plan(), entitlement.plan());
    }

    /** Sessions by the records behind them. */
    private static final class Page {
        final Map<CredentialId, List<Session>> sessions = new LinkedHashMap<>();

        void add(Session session) {
            CredentialId id = session.entitlement().provenance().credential();
            if (id != null) {
                sessions.computeIfAbsent(id, key -> new ArrayList<>(1)).add(session);
            }
        }

        List<Session> all() {
            return sessions.values().stream().flatMap(List::stream).toList();
        }

        List<Session> changed(Map<CredentialId, CredentialRecord> records) {
            List<Session> changed = new ArrayList<>();
            sessions.forEach((id, group) -> group.stream()
                    .filter(session -> Rereading.changed(session.entitlement(), records.get(id)))
                    .forEach(changed::add));
            return changed;
        }
    }
}
