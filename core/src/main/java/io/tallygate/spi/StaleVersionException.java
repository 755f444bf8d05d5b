package io.tallygate.spi;

import io.tallygate.model.CredentialId;

/** An update was made from a version of the record that is no longer the newest. Read again, change that, update. */
public class StaleVersionException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** For a record that was read at a version that has passed. */
    public StaleVersionException(CredentialId id, long version) {
        super("credential " + id + " is no longer at version " + version + "; read it again and repeat the change");
    }
}
