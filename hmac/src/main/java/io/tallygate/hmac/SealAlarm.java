package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.spi.Listener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of app keys whose secrets cannot be opened: once for each, until it can be opened again, and of no more than a
 * hundred at a time, since a key of sealing that is missing strikes all. Thread-safe.
 */
final class SealAlarm {
    static final String CODE = "app-key-unopened";
    static final int MOST = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SealAlarm.class);

    private final Listener listener;
    private final Set<CredentialId> told = ConcurrentHashMap.newKeySet();

    SealAlarm(Listener listener) {
        this.listener = listener;
    }

    void tell(CredentialId id, UnopenedSecretException unopened) {
        String message = String.valueOf(unopened.getMessage());
        if (told.size() < MOST && told.add(id)) {
            LOG.warn("{} (more of this app key at debug level)", message);
            listener.onAlarm(CODE, message);
        } else {
            LOG.debug("{}", message);
        }
    }

    void over(CredentialId id) {
        told.remove(id);
    }
}
