package io.tallygate.quota.architecture;

import io.tallygate.contract.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {
    ArchitectureTest() {
        super("io.tallygate.quota", 150);
    }
}
