package io.tallygate.architecture;

import io.tallygate.contract.ArchitectureContract;
import java.util.Set;

class ArchitectureTest extends ArchitectureContract {
    ArchitectureTest() {
        super("io.tallygate", 190);
    }

    @Override
    protected Set<String> sourcesOfTimeAndChance() {
        return Set.of("io.tallygate.spi.SystemTime", "io.tallygate.spi.SystemRandomness");
    }
}
