package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;

/** Which partition an account belongs to: fixed for ever. Only where a partition is kept may change. */
public final class Partitions {
    /** How many there are. */
    public static final int COUNT = 64;

    private Partitions() {}

    /** FNV-1a over the id's ASCII characters, finished by MurmurHash3's 64-bit mixer; the top six bits. */
    public static int of(AccountId account) {
        return (int) (Hash64.finish(Hash64.of(account.value())) >>> 58);
    }
}
