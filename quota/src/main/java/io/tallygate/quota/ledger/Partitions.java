package io.tallygate.quota.ledger;

import io.tallygate.model.AccountId;

/** Which partition an account belongs to: fixed for ever. Only where a partition is kept may change. */
public final class Partitions {
    /** How many there are. */
    public static final int COUNT = 64;

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Partitions() {}

    /** FNV-1a over the id's ASCII characters, finished by MurmurHash3's 64-bit mixer; the top six bits. */
    public static int of(AccountId account) {
        String text = account.value();
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
        return (int) ((hash ^ hash >>> 33) >>> 58);
    }
}
