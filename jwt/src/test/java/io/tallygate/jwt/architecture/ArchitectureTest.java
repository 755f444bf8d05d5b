package io.tallygate.jwt.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tallygate.contract.ArchitectureContract;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ArchitectureContract {
    ArchitectureTest() {
        super("io.tallygate.jwt", 40);
    }

    @Test
    void namesBouncyCastleInOneClass() {
        assertThat(classesThatName("org.bouncycastle.")).containsExactly("io.tallygate.jwt.BouncyCastle");
    }

    @Test
    void namesNimbusInOneClass() {
        assertThat(classesThatName("com.nimbusds.")).containsExactly("io.tallygate.jwt.JwkReader");
    }

    private static Set<String> classesThatName(String library) {
        JavaClasses classes = new ClassFileImporter().importPath(Path.of(System.getProperty("tallygate.classes")));
        return classes.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(it -> it.getTargetClass().getName().startsWith(library)))
                .map(type -> type.getName())
                .collect(Collectors.toSet());
    }
}
