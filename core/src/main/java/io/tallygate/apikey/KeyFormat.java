package io.tallygate.apikey;

import io.tallygate.issue.Base62;
import io.tallygate.issue.KeyNames;
import io.tallygate.model.CredentialId;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** How keys of one prefix are spelled; the package's description says how. Immutable. */
final class KeyFormat {
    private static final int SECRET = 22;

    private final KeyNames names;

    /** @param prefix one that has no {@link KeyNames#fault} */
    KeyFormat(String prefix) {
        this.names = new KeyNames(prefix);
    }

    String marker() {
        return names.marker();
    }

    /** Whether these characters have the form of a key. Ignores the checksum; allocates nothing. */
    boolean wellFormed(String text, int from, int to) {
        String marker = names.marker();
        return to - from == marker.length() + KeyNames.LENGTH + SECRET + Base62.CHECKSUM
                && text.startsWith(marker, from)
                && Base62.isAll(text, from + marker.length(), to);
    }

    /** The name of the record of the well-formed key of any prefix that stands there. */
    static CredentialId idOf(String text, int from, int to) {
        return new CredentialId(text.substring(from, to - SECRET - Base62.CHECKSUM));
    }

    /** Whether a record's name is one that this format gives. */
    boolean names(CredentialId id) {
        return names.isName(id.value());
    }

    /** A new name. */
    CredentialId newId(Instant birth, RandomGenerator random) {
        return names.newId(birth, random);
    }

    /** A new key under a name of this format. */
    static String newKey(CredentialId id, RandomGenerator random) {
        return Base62.checked(id.value() + Base62.random(random, SECRET));
    }
}
