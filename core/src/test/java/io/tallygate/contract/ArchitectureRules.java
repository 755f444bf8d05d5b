package io.tallygate.contract;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of the house over the compiled classes of one module. Each returns what it objects to, in words. */
final class ArchitectureRules {
    private static final String OURS = "io.tallygate";

    /** Package → the packages of ours it may import, itself apart. A sub-package counts as its parent. */
    private static final Map<String, Set<String>> FOUNDATIONS = Map.of(
            "io.tallygate.model", Set.of(),
            "io.tallygate.spi", Set.of("io.tallygate.model"),
            "io.tallygate.limit", Set.of("io.tallygate.model", "io.tallygate.spi"),
            "io.tallygate.jdbc", Set.of("io.tallygate.model", "io.tallygate.spi"),
            "io.tallygate.issue", Set.of("io.tallygate.model", "io.tallygate.spi"),
            "io.tallygate.seal", Set.of("io.tallygate.model"),
            "io.tallygate.testing", Set.of("io.tallygate.model", "io.tallygate.spi"));

    /** The entry point is imported by what adapts it to a host and by the fixture that runs whole edges, by nothing else. */
    private static final Set<String> MAY_IMPORT_THE_ENGINE = Set.of(
            "io.tallygate",
            "io.tallygate.adapter",
            "io.tallygate.servlet",
            "io.tallygate.httpserver",
            "io.tallygate.quota.testing");

    /** Modules beside each other. */
    private static final List<String> SIBLINGS = List.of("io.tallygate.jwt", "io.tallygate.hmac", "io.tallygate.quota");

    private static final Pattern BAD_TYPE_NAME =
            Pattern.compile("Abstract.*|.*(Utils?|Helpers?|Managers?|Impl|Handlers?)");
    private static final Set<String> BAD_PACKAGE_NAMES =
            Set.of("util", "utils", "common", "helper", "helpers", "impl", "internal", "manager", "abstract");

    /** Owner → members, all overloads, that reach for the time or chance of the machine. */
    private static final Map<String, Set<String>> MACHINE = Map.ofEntries(
            Map.entry("java.lang.System", Set.of("currentTimeMillis", "nanoTime")),
            Map.entry("java.lang.Thread", Set.of("sleep")),
            Map.entry("java.util.concurrent.TimeUnit", Set.of("sleep")),
            Map.entry("java.lang.Math", Set.of("random")),
            Map.entry(
                    "java.time.Clock",
                    Set.of("system", "systemUTC", "systemDefaultZone", "tick", "tickMillis", "tickSeconds")),
            Map.entry("java.time.InstantSource", Set.of("system")),
            Map.entry("java.util.Random", Set.of("<init>")),
            Map.entry("java.util.SplittableRandom", Set.of("<init>")),
            Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
            Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.security.SecureRandom", Set.of("<init>", "getInstance", "getInstanceStrong")),
            Map.entry("java.util.Calendar", Set.of("getInstance")),
            Map.entry("java.util.Timer", Set.of("<init>")));

    private static final List<String> FOREIGN =
            List.of("com.google.", "com.fasterxml.", "tools.jackson.", "com.nimbusds.", "org.bouncycastle.");

    private final String basePackage;
    private final JavaClasses classes;

    private ArchitectureRules(String basePackage, JavaClasses classes) {
        this.basePackage = basePackage;
        this.classes = classes;
    }

    static ArchitectureRules over(Path classFiles, String basePackage) {
        JavaClasses all = new ClassFileImporter().importPath(classFiles);
        return new ArchitectureRules(
                basePackage,
                all.that(DescribedPredicate.describe("ours", type -> within(type.getPackageName(), basePackage))));
    }

    int seen() {
        return classes.size();
    }

    List<String> packageCycles() {
        SliceAssignment byPackage = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return within(type.getPackageName(), basePackage)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
        return SlicesRuleDefinition.slices()
                .assignedFrom(byPackage)
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .evaluate(classes)
                .getFailureReport()
                .getDetails();
    }

    List<String> importsThatPointUp() {
        List<String> faults = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = type.getPackageName();
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (!mayImport(from, to)) {
                    faults.add(dependency.getDescription());
                }
            }
        }
        return faults;
    }

    private static boolean mayImport(String from, String to) {
        if (from.equals(to)) {
            return true;
        }
        if (!within(to, OURS)) {
            return !within(from, "io.tallygate.model")
                    || to.isEmpty()
                    || within(to, "java")
                    || within(to, "org.jspecify");
        }
        if (to.equals(OURS) && !MAY_IMPORT_THE_ENGINE.contains(from)) {
            return false;
        }
        for (String sibling : SIBLINGS) {
            boolean other = SIBLINGS.stream().anyMatch(it -> !it.equals(sibling) && within(to, it));
            if (within(from, sibling) && other) {
                return false;
            }
        }
        if (within(from, "io.tallygate.quota.plan") && within(to, "io.tallygate.quota")) {
            return within(to, "io.tallygate.quota.plan");
        }
        return FOUNDATIONS.entrySet().stream()
                .filter(foundation -> within(from, foundation.getKey()))
                .allMatch(foundation -> within(to, foundation.getKey())
                        || foundation.getValue().stream().anyMatch(allowed -> within(to, allowed)));
    }

    /** Calls and method references to the machine's time and chance, but for the top-level classes named. */
    List<String> usesOfMachineTimeAndChance(Set<String> allowedClasses) {
        return accesses(access -> reachesForTheMachine(access)
                && !allowedClasses.contains(topLevel(access.getOriginOwner()).getName()));
    }

    private static boolean reachesForTheMachine(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String owner = target.getOwner().getName();
        if (MACHINE.getOrDefault(owner, Set.of()).contains(target.getName())) {
            return true;
        }
        if (!(target instanceof AccessTarget.CodeUnitAccessTarget code)) {
            return false;
        }
        List<JavaClass> parameters = code.getRawParameterTypes();
        if (owner.startsWith("java.time.") && target.getName().equals("now")) {
            return parameters.stream().noneMatch(it -> it.getName().equals("java.time.Clock"));
        }
        return owner.equals("java.util.Date") && target.getName().equals("<init>") && parameters.isEmpty();
    }

    List<String> otherLoggingThanSlf4j() {
        List<String> faults = new ArrayList<>(accesses(access -> {
            String owner = access.getTarget().getOwner().getName();
            String name = access.getTarget().getName();
            boolean console =
                    owner.equals("java.lang.System") && Set.of("out", "err").contains(name);
            return console || name.equals("printStackTrace");
        }));
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (within(dependency.getTargetClass().getPackageName(), "java.util.logging")) {
                    faults.add(dependency.getDescription());
                }
            }
        }
        return faults;
    }

    List<String> badNames() {
        List<String> faults = new ArrayList<>();
        for (JavaClass type : classes) {
            if (BAD_TYPE_NAME.matcher(type.getSimpleName()).matches()) {
                faults.add(type.getName() + " says how it is built, not what it is");
            }
            if (Stream.of(type.getPackageName().split("\\.")).anyMatch(BAD_PACKAGE_NAMES::contains)) {
                faults.add(type.getPackageName() + " is no name for a package");
            }
        }
        return faults;
    }

    List<String> packagesNotNullMarked() {
        return classes.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(it -> !it.isAnnotatedWith(NullMarked.class))
                .map(it -> it.getName() + " lacks a package-info with @NullMarked")
                .toList();
    }

    /** Types of libraries in signatures that a user of a public type meets. */
    List<String> foreignTypesInPublicSignatures() {
        List<String> faults = new ArrayList<>();
        for (JavaClass type : classes) {
            if (!isPublic(type)) {
                continue;
            }
            Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
            report(faults, type.getName(), parents);
            for (JavaMember member : type.getMembers()) {
                if (member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED)) {
                    report(faults, member.getFullName(), typesIn(member));
                }
            }
        }
        return faults;
    }

    private static Stream<JavaType> typesIn(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit code = (JavaCodeUnit) member;
        return Stream.of(
                        Stream.of(code.getReturnType()),
                        code.getParameterTypes().stream(),
                        code.getExceptionTypes().stream())
                .flatMap(Function.identity());
    }

    private static void report(List<String> faults, String where, Stream<? extends JavaType> types) {
        types.flatMap(it -> it.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName)
                .filter(name -> FOREIGN.stream().anyMatch(name::startsWith))
                .distinct()
                .forEach(name -> faults.add(where + " exposes " + name));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureRules::isPublic).orElse(true);
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureRules::topLevel).orElse(type);
    }

    private static boolean within(String name, String parent) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }

    private List<String> accesses(Predicate<JavaAccess<?>> bad) {
        return classes.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(bad)
                .map(JavaAccess::getDescription)
                .toList();
    }
}
