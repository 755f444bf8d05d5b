package io.tallygate.hmac.architecture;

import io.tallygate.contract.ArchitectureContract;
import org.junit.jupiter.api.Tag;

@Tag("anywhere")
class ArchitectureTest extends ArchitectureContract {
    ArchitectureTest() {
        super("io.tallygate.hmac", 120);
    }
}
