package io.tallygate.quota;

import io.tallygate.model.AccountId;
import io.tallygate.quota.plan.Plan;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The accounts that have sessions here, and those that had one so lately that their limiters still remember it: an
 * account does not get a fresh burst by beginning a new session. Thread-safe.
 */
final class Accounts {
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    private record Key(AccountId account, String plan, int version) {
        static Key of(AccountId account, Plan plan) {
            return new Key(account, plan.name(), plan.version());
        }
    }

    private record Entry(MeteredAccount account, int sessions) {
        Entry plus(int more) {
            return new Entry(account, sessions + more);
        }
    }

    /** A session of the account begins. */
    MeteredAccount enter(AccountId id, Plan plan, long nanos) {
        return entries.compute(Key.of(id, plan), (key, entry) -> {
                    Entry there = entry == null ? new Entry(new MeteredAccount(id, plan, nanos), 0) : entry;
                    return there.plus(1);
                })
                .account;
    }

    /** A session of the account has ended. */
    void leave(MeteredAccount account) {
        entries.computeIfPresent(Key.of(account.account(), account.plan()), (key, entry) -> entry.plus(-1));
    }

    /** Forgets what may be forgotten. */
    void tidy(long nanos) {
        for (Key key : entries.keySet()) {
            entries.computeIfPresent(
                    key, (any, entry) -> entry.account.rested(nanos) && entry.sessions <= 0 ? null : entry);
        }
    }

    int size() {
        return entries.size();
    }
}
