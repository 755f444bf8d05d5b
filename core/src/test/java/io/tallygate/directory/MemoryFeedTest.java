package io.tallygate.directory;

import io.tallygate.contract.ChangeFeedContract;
import io.tallygate.model.AccountId;
import io.tallygate.spi.DirectoryAdmin;

class MemoryFeedTest extends ChangeFeedContract {
    @Override
    protected DirectoryAdmin emptyDirectory() {
        return new InMemoryDirectory();
    }

    @Override
    protected void cutLog(DirectoryAdmin directory) {
        for (int i = 0; i < MemoryFeed.KEPT; i++) {
            directory.assign(new AccountId("other"), "plan");
        }
    }
}
