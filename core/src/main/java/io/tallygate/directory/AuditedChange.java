package io.tallygate.directory;

import io.tallygate.model.AuditEntry;
import io.tallygate.model.Change;

/**
 * A change as it goes into a directory's two books.
 *
 * @param change for edges that follow
 * @param entry for people who ask later
 */
record AuditedChange(Change change, AuditEntry entry) {}
