package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What holds for the classes of every module. A module extends it with its base package and the least number of class
 * files it expects to be looked at, so that a rule can not hold because it saw nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureContract {
    private final ArchitectureRules rules;
    private final int leastClasses;

    /** For the classes compiled from the module under test. */
    protected ArchitectureContract(String basePackage, int leastClasses) {
        this(Compiled.moduleUnderTest(), basePackage, leastClasses);
    }

    protected ArchitectureContract(Path classFiles, String basePackage, int leastClasses) {
        this.rules = ArchitectureRules.over(classFiles, basePackage);
        this.leastClasses = leastClasses;
    }

    /** The top-level classes, by full name, that may ask the machine for time and chance. */
    protected Set<String> sourcesOfTimeAndChance() {
        return Set.of();
    }

    @Test
    void hasNoPackageCycles() {
        none(rules.packageCycles());
    }

    @Test
    void importsPointDown() {
        none(rules.importsThatPointUp());
    }

    @Test
    void takesTimeAndChanceFromItsEnvironment() {
        none(rules.usesOfMachineTimeAndChance(sourcesOfTimeAndChance()));
    }

    @Test
    void logsThroughSlf4jOnly() {
        none(rules.otherLoggingThanSlf4j());
    }

    @Test
    void namesSayWhatThingsAre() {
        none(rules.badNames());
    }

    @Test
    void everyPackageIsNullMarked() {
        none(rules.packagesNotNullMarked());
    }

    @Test
    void publicSignaturesShowNoLibraryTypes() {
        none(rules.foreignTypesInPublicSignatures());
    }

    private void none(List<String> faults) {
        assertThat(rules.seen()).as("class files looked at").isGreaterThanOrEqualTo(leastClasses);
        assertThat(faults).isEmpty();
    }
}
