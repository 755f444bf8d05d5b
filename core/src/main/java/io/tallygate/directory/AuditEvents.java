package io.tallygate.directory;

import io.tallygate.model.AuditEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the host's log of changes that have been made: one event at level INFO with a key for each field of the entry,
 * whose texts cannot hold control characters. Told after the change is committed, by the process that made it; the
 * directory's own entry is the record, this is the news of it.
 */
final class AuditEvents {
    private final Logger log;

    /** To that logger. */
    AuditEvents(Logger log) {
        this.log = log;
    }

    /** To the logger that hosts route their audit events by. */
    static AuditEvents toHost() {
        return new AuditEvents(LoggerFactory.getLogger("io.tallygate.audit"));
    }

    /** A host's appender that throws must not make a change look failed that was made. */
    void tell(AuditEntry entry) {
        try {
            write(entry);
        } catch (RuntimeException failed) {
            LoggerFactory.getLogger(AuditEvents.class).debug("an audit event could not be written", failed);
        }
    }

    private void write(AuditEntry entry) {
        log.atInfo()
                .addKeyValue("at", entry.at())
                .addKeyValue("actor", entry.actor())
                .addKeyValue("action", entry.action())
                .addKeyValue("what", entry.what())
                .addKeyValue("from", entry.from())
                .addKeyValue("to", entry.to())
                .log("directory changed");
    }
}
