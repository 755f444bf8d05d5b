package io.tallygate.hmac.architecture;

import io.tallygate.contract.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {
    ArchitectureTest() {
        super("io.tallygate.hmac", 2);
    }
}
