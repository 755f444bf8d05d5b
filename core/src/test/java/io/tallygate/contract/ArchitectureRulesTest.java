package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every rule finds what is planted for it: a rule that can not fail holds nothing. */
class ArchitectureRulesTest {
    @TempDir
    Path folder;

    private Compiled code;

    @BeforeEach
    void start() {
        code = new Compiled(folder);
    }

    @Test
    void findsPackageCycle() throws IOException {
        code.with(
                "io/tallygate/apikey/A.java",
                "package io.tallygate.apikey; public class A { io.tallygate.token.B b; }");
        code.with(
                "io/tallygate/token/B.java", "package io.tallygate.token; public class B { io.tallygate.apikey.A a; }");
        assertThat(rules().packageCycles()).isNotEmpty();
        assertThat(rules().importsThatPointUp()).isEmpty();
    }

    @Test
    void findsModelThatImportsSpi() throws IOException {
        code.with("io/tallygate/spi/Meter.java", "package io.tallygate.spi; public interface Meter {}");
        code.with(
                "io/tallygate/model/Scope.java",
                "package io.tallygate.model; class Scope { io.tallygate.spi.Meter m; }");
        assertThat(rules().importsThatPointUp()).singleElement().asString().contains("io.tallygate.model.Scope");
        assertThat(rules().packageCycles()).isEmpty();
    }

    @Test
    void findsModelThatImportsLibrary() throws IOException {
        code.with("io/tallygate/model/Scope.java", "package io.tallygate.model; class Scope { org.slf4j.Logger l; }");
        assertThat(rules().importsThatPointUp()).hasSize(1);
    }

    @Test
    void findsSchemeThatImportsEngine() throws IOException {
        code.with("io/tallygate/Tallygate.java", "package io.tallygate; public class Tallygate {}");
        code.with("io/tallygate/apikey/A.java", "package io.tallygate.apikey; class A { io.tallygate.Tallygate g; }");
        code.with("io/tallygate/servlet/F.java", "package io.tallygate.servlet; class F { io.tallygate.Tallygate g; }");
        code.with(
                "io/tallygate/quota/testing/E.java",
                "package io.tallygate.quota.testing; class E { io.tallygate.Tallygate g; }");
        assertThat(rules().importsThatPointUp()).singleElement().asString().contains("io.tallygate.apikey.A");
    }

    @Test
    void findsSiblingAndPlanThatLookAround() throws IOException {
        code.with("io/tallygate/hmac/H.java", "package io.tallygate.hmac; public class H {}");
        code.with("io/tallygate/quota/Q.java", "package io.tallygate.quota; public class Q { io.tallygate.hmac.H h; }");
        code.with(
                "io/tallygate/quota/plan/P.java",
                "package io.tallygate.quota.plan; class P { io.tallygate.quota.Q q; }");
        assertThat(rules().importsThatPointUp()).hasSize(2);
    }

    @Test
    void findsTimeAndChanceOfTheMachine() throws IOException {
        List<String> calls = List.of(
                "System.currentTimeMillis()",
                "System.nanoTime()",
                "java.time.Instant.now()",
                "java.time.LocalDate.now()",
                "java.time.LocalDate.now(java.time.ZoneOffset.UTC)",
                "java.time.Clock.systemUTC()",
                "java.time.InstantSource.system()",
                "new java.util.Random(1)",
                "new java.util.Date()",
                "java.util.concurrent.ThreadLocalRandom.current()",
                "Math.random()",
                "java.util.UUID.randomUUID()",
                "new java.security.SecureRandom()",
                "(java.util.function.Supplier<Object>) java.time.Instant::now");
        for (int i = 0; i < calls.size(); i++) {
            code.with(
                    "io/tallygate/T" + i + ".java",
                    "package io.tallygate; class T" + i + " { Object o = " + calls.get(i) + "; }");
        }
        code.with("io/tallygate/S.java", "package io.tallygate; class S { S() throws Exception { Thread.sleep(1); } }");
        code.with(
                "io/tallygate/Good.java",
                "package io.tallygate; class Good { Object o = java.time.Instant.now(java.time.Clock.fixed(null, null)); }");
        ArchitectureRules rules = rules();
        assertThat(rules.usesOfMachineTimeAndChance(Set.of())).hasSize(calls.size() + 1);
        assertThat(rules.usesOfMachineTimeAndChance(Set.of("io.tallygate.S"))).hasSize(calls.size());
    }

    @Test
    void findsOtherLogging() throws IOException {
        code.with("io/tallygate/A.java", "package io.tallygate; class A { A() { System.out.println(); } }");
        code.with("io/tallygate/B.java", "package io.tallygate; class B { java.util.logging.Level level; }");
        code.with(
                "io/tallygate/C.java", "package io.tallygate; class C { C() { new Exception().printStackTrace(); } }");
        assertThat(rules().otherLoggingThanSlf4j()).hasSize(3);
    }

    @Test
    void findsBadNamesAndUnmarkedPackages() throws IOException {
        code.with("io/tallygate/common/Scopes.java", "package io.tallygate.common; class Scopes {}");
        code.with(
                "io/tallygate/ScopeUtil.java",
                "package io.tallygate; class ScopeUtil { static class AbstractGate {} }");
        assertThat(rules().badNames()).hasSize(3);
        assertThat(rules().packagesNotNullMarked()).hasSize(2);
    }

    @Test
    void findsLibraryTypesInPublicSignatures() throws IOException {
        String guava = "com.google.common.collect.ImmutableList<String>";
        code.with(
                "io/tallygate/A.java",
                "package io.tallygate; public class A { public " + guava + " list() { return null; } }");
        code.with(
                "io/tallygate/B.java",
                "package io.tallygate; public class B { protected java.util.Set<" + guava + "> s; }");
        code.with("io/tallygate/C.java", "package io.tallygate; public class C { " + guava + " hidden; }");
        code.with("io/tallygate/D.java", "package io.tallygate; class D { public " + guava + " hidden; }");
        assertThat(rules().foreignTypesInPublicSignatures()).hasSize(2);
    }

    private ArchitectureRules rules() {
        return ArchitectureRules.over(code.classes(), "io.tallygate");
    }
}
