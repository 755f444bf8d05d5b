package io.tallygate.directory;

import io.tallygate.contract.DirectoryContract;
import io.tallygate.spi.DirectoryAdmin;

class InMemoryDirectoryTest extends DirectoryContract {
    @Override
    protected DirectoryAdmin emptyDirectory() {
        return new InMemoryDirectory();
    }
}
