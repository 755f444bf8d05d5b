package io.tallygate;

import io.tallygate.model.Revocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions with something in common, in no order: members come and go in constant time, because each knows its slot
 * and the last one fills a gap. Guarded by the lock of the {@link SessionTable}.
 */
final class SessionGroup {
    private final @Nullable Revocation name;
    private final List<Session> members = new ArrayList<>(1);

    /** With the revocation that would end all of it; null for the group of all sessions. */
    SessionGroup(@Nullable Revocation name) {
        this.name = name;
    }

    @Nullable
    Revocation name() {
        return name;
    }

    int size() {
        return members.size();
    }

    Session get(int slot) {
        return members.get(slot);
    }

    List<Session> copy() {
        return List.copyOf(members);
    }

    int add(Session session) {
        members.add(session);
        return members.size() - 1;
    }

    void remove(int slot) {
        Session last = members.remove(members.size() - 1);
        if (slot < members.size()) {
            members.set(slot, last);
            last.moved(this, slot);
        }
    }

    /** The member that was not used for longest. The group must not be empty. */
    Session idlest() {
        Session idlest = members.get(0);
        for (int i = 1; i < members.size(); i++) {
            Session next = members.get(i);
            if (next.used() - idlest.used() < 0) {
                idlest = next;
            }
        }
        return idlest;
    }
}
