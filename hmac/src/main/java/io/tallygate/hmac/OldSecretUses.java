package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.spi.Listener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the requests that were proven with a secret that is not the newest, by app key: who still signs with it must
 * change before it ends. The first one of each key is an alarm; the log says more at each power of ten. Of at most
 * {@value #MOST} keys. Thread-safe.
 */
final class OldSecretUses {
    static final String CODE = "app-key-old-secret";
    static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(OldSecretUses.class);

    private final Listener listener;
    private final Map<CredentialId, AtomicLong> uses = new ConcurrentHashMap<>();

    OldSecretUses(Listener listener) {
        this.listener = listener;
    }

    /** A request was proven with that secret of the key. */
    void proven(CredentialId id, AppKey key, LiveSecret used) {
        if (key.outdated(used)) {
            count(id, used);
        }
    }

    private void count(CredentialId id, LiveSecret used) {
        AtomicLong counter = uses.get(id);
        if (counter == null) {
            if (uses.size() >= MOST) {
                return;
            }
            counter = uses.computeIfAbsent(id, first -> new AtomicLong());
        }
        long count = counter.incrementAndGet();
        if (isPowerOfTen(count)) {
            tell(id, used, count);
        }
    }

    private void tell(CredentialId id, LiveSecret used, long count) {
        String message = "app key " + id + " is still used with a secret that is not its newest, and that ends "
                + (used.notAfter() == null ? "never" : "at " + used.notAfter()) + "; requests so far: " + count;
        LOG.info("{}", message);
        if (count == 1) {
            listener.onAlarm(CODE, message);
        }
    }

    private static boolean isPowerOfTen(long count) {
        long rest = count;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }

    /** How often it happened to that key since the gate began. */
    long count(CredentialId id) {
        AtomicLong counter = uses.get(id);
        return counter == null ? 0 : counter.get();
    }
}
