package io.tallygate.directory;

import io.tallygate.spi.ChangeFeed;

/** How much may be asked for at once. */
final class PageLimit {
    private PageLimit() {}

    static int require(int limit) {
        if (limit < 1 || limit > ChangeFeed.MAX_PAGE) {
            throw new IllegalArgumentException("limit must be in [1, " + ChangeFeed.MAX_PAGE + "], was " + limit);
        }
        return limit;
    }
}
