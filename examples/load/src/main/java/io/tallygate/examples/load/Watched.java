package io.tallygate.examples.load;

import io.tallygate.issue.IssuedKey;

/**
 * A key that was taken back.
 *
 * @param since the elapsed time when that was committed
 * @param delays where it is noted how long that took to be known
 */
record Watched(IssuedKey key, long since, Delays delays) {}
