package io.tallygate.jwt;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of keys that tokens named and the issuer's set has not. Strangers choose them, so they are bounded in number and
 * length. A name is first open, until a fetch that began after it was asked for has been answered; then it is refused for a
 * while, and causes no fetch. Thread-safe.
 */
final class UnknownKeyIds {
    /** The most names that are open, and the most that are refused. */
    static final int MOST = 1_000;

    /** The most characters of a name that is worth a fetch. */
    static final int MAX_LENGTH = 256;

    private final long refusedFor;

    /** When they were first asked for. */
    private final Map<String, Long> open = new LinkedHashMap<>();

    /** Since when; the oldest first. */
    private final Map<String, Long> refused = new LinkedHashMap<>();

    /** @param refusedFor nanoseconds */
    UnknownKeyIds(long refusedFor) {
        this.refusedFor = refusedFor;
    }

    /** Whether a newer set may have it: false when that was just looked up, or when too many names are open already. */
    synchronized boolean ask(String keyId, long now) {
        forgetRefusedBefore(now - refusedFor);
        if (keyId.length() > MAX_LENGTH || refused.containsKey(keyId)) {
            return false;
        }
        if (open.size() >= MOST) {
            return open.containsKey(keyId);
        }
        open.putIfAbsent(keyId, now);
        return true;
    }

    private void forgetRefusedBefore(long then) {
        Iterator<Long> since = refused.values().iterator();
        while (since.hasNext() && since.next() - then <= 0) {
            since.remove();
        }
    }

    /** An answer to a fetch that began then: names that were open before and are not in the ring are refused from now on. */
    synchronized void answered(KeyRing ring, long began, long now) {
        Iterator<Map.Entry<String, Long>> names = open.entrySet().iterator();
        while (names.hasNext()) {
            Map.Entry<String, Long> name = names.next();
            boolean there = ring.named(name.getKey()) != null;
            boolean askedBefore = name.getValue() - began <= 0;
            if (there || askedBefore) {
                names.remove();
            }
            if (!there && askedBefore) {
                refuse(name.getKey(), now);
            }
        }
    }

    private void refuse(String keyId, long now) {
        if (refused.size() == MOST) {
            refused.remove(refused.keySet().iterator().next());
        }
        refused.put(keyId, now);
    }
}
