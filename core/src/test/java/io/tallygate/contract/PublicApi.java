package io.tallygate.contract;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public surface of one module as text: the public and protected members of the public types in the packages that
 * its module-info exports to all. Written by hand and not with {@code toGenericString}, so that every JDK says the same.
 * Left out, because they say nothing: equals, hashCode and toString, the values and valueOf of enums, parameter names.
 */
final class PublicApi {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals(Object)", "hashCode()", "toString()");

    private final List<Class<?>> types;

    private PublicApi(List<Class<?>> types) {
        this.types = types;
    }

    static PublicApi of(Path classFiles, ClassLoader loader) throws IOException {
        List<Class<?>> types = new ArrayList<>();
        for (String exported : exports(classFiles)) {
            try (Stream<Path> files = Files.list(classFiles.resolve(exported.replace('.', '/')))) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".class") && !name.equals("package-info.class")) {
                        types.add(load(exported + "." + name.substring(0, name.length() - ".class".length()), loader));
                    }
                }
            }
        }
        types.removeIf(type -> !isReachable(type));
        types.sort(Comparator.comparing(Class::getName));
        return new PublicApi(types);
    }

    private static Set<String> exports(Path classFiles) throws IOException {
        try (InputStream in = Files.newInputStream(classFiles.resolve("module-info.class"))) {
            return ModuleDescriptor.read(in).exports().stream()
                    .filter(it -> !it.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is not on the class path", e);
        }
    }

    private static boolean isReachable(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic() || !isVisible(type.getModifiers())) {
            return false;
        }
        Class<?> outer = type.getEnclosingClass();
        return outer == null || isReachable(outer);
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    int size() {
        return types.size();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Class<?> type : types) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(header(type));
            membersOf(type).forEach(member -> lines.add("    " + member));
        }
        return lines;
    }

    private static String header(Class<?> type) {
        StringBuilder line = new StringBuilder(modifiers(type));
        line.append(kind(type)).append(' ').append(type.getName()).append(typeParameters(type.getTypeParameters()));
        if (type.isRecord()) {
            line.append(Arrays.stream(type.getRecordComponents())
                    .map(PublicApi::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        AnnotatedType parent = type.getAnnotatedSuperclass();
        if (parent != null && !type.isRecord() && !type.isEnum() && parent.getType() != Object.class) {
            line.append(" extends ").append(name(parent));
        }
        if (!type.isAnnotation()) {
            line.append(listed(
                    type.isInterface() ? " extends " : " implements ",
                    Arrays.stream(type.getAnnotatedInterfaces())
                            .map(PublicApi::name)
                            .sorted()));
        }
        if (type.isSealed() && !type.isEnum()) {
            line.append(listed(
                    " permits ",
                    Arrays.stream(type.getPermittedSubclasses())
                            .map(Class::getName)
                            .sorted()));
        }
        return line.toString();
    }

    private static String component(RecordComponent component) {
        return name(component.getAnnotatedType()) + " " + component.getName();
    }

    private static String modifiers(Class<?> type) {
        int all = type.getModifiers();
        String words = type.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
        words += Modifier.isPublic(all) ? "public " : "protected ";
        if (type.isEnum() || type.isRecord() || type.isInterface()) {
            return words + (type.isSealed() && !type.isEnum() ? "sealed " : "");
        }
        words += type.getEnclosingClass() != null && Modifier.isStatic(all) ? "static " : "";
        words += Modifier.isAbstract(all) ? "abstract " : "";
        words += Modifier.isFinal(all) ? "final " : "";
        return words + (type.isSealed() ? "sealed " : "");
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isRecord()) {
            return "record";
        }
        return type.isEnum() ? "enum" : "class";
    }

    private static List<String> membersOf(Class<?> type) {
        List<String> constants = new ArrayList<>();
        Set<String> members = new TreeSet<>();
        // What a hidden parent declares in public is seen through its children.
        for (Class<?> at = type;
                at != null && (at == type || !isReachable(at)) && at != Object.class;
                at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.isEnumConstant()) {
                    constants.add(field.getName());
                } else if (isListed(field)) {
                    members.add(prefix(field, field) + name(field.getAnnotatedType()) + " " + field.getName());
                }
            }
            for (Method method : at.getDeclaredMethods()) {
                if (isListed(method) && !saysNothing(type, method)) {
                    members.add(prefix(method, method)
                            + typeParametersBefore(method)
                            + name(method.getAnnotatedReturnType())
                            + " "
                            + method.getName()
                            + parametersAndThrows(method)
                            + (method.getDefaultValue() == null ? "" : " default"));
                }
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isListed(constructor) && !isCanonical(constructor)) {
                members.add(prefix(constructor, constructor)
                        + typeParametersBefore(constructor)
                        + type.getSimpleName()
                        + parametersAndThrows(constructor));
            }
        }
        return Stream.concat(constants.stream(), members.stream()).toList();
    }

    private static boolean isListed(Member member) {
        return isVisible(member.getModifiers()) && !member.isSynthetic();
    }

    /** The canonical constructor of a record stands in its header already. */
    private static boolean isCanonical(Constructor<?> constructor) {
        Class<?> type = constructor.getDeclaringClass();
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }

    private static boolean saysNothing(Class<?> type, Method method) {
        if (method.isBridge() || OF_EVERY_OBJECT.contains(method.getName() + parameters(method))) {
            return true;
        }
        if (type.isRecord() && method.getParameterCount() == 0) {
            return Arrays.stream(type.getRecordComponents())
                    .anyMatch(it -> it.getAccessor().equals(method));
        }
        String signature = method.getName() + parameters(method);
        return type.isEnum() && (signature.equals("values()") || signature.equals("valueOf(String)"));
    }

    private static String prefix(AnnotatedElement element, Member member) {
        int all = member.getModifiers();
        String words = element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
        if (member.getDeclaringClass().isInterface() && Modifier.isAbstract(all)) {
            return words;
        }
        words += Modifier.isProtected(all) ? "protected " : "public ";
        words += Modifier.isStatic(all) ? "static " : "";
        words += Modifier.isAbstract(all) ? "abstract " : "";
        words += member instanceof Method method && method.isDefault() ? "default " : "";
        boolean finalByType =
                Modifier.isFinal(member.getDeclaringClass().getModifiers()) && member instanceof Executable;
        return words + (Modifier.isFinal(all) && !finalByType ? "final " : "");
    }

    private static String parametersAndThrows(Executable executable) {
        return parameters(executable)
                + listed(
                        " throws ",
                        Arrays.stream(executable.getAnnotatedExceptionTypes())
                                .map(PublicApi::name)
                                .sorted());
    }

    private static String parameters(Executable executable) {
        List<String> names = new ArrayList<>(Arrays.stream(executable.getAnnotatedParameterTypes())
                .map(PublicApi::name)
                .toList());
        if (executable.isVarArgs()) {
            String last = names.remove(names.size() - 1);
            names.add(last.substring(0, last.length() - "[]".length()) + "...");
        }
        return "(" + String.join(", ", names) + ")";
    }

    private static String typeParametersBefore(Executable executable) {
        String parameters = typeParameters(executable.getTypeParameters());
        return parameters.isEmpty() ? "" : parameters + " ";
    }

    private static String typeParameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(it -> it.getName()
                        + listed(
                                " extends ",
                                " & ",
                                Arrays.stream(it.getAnnotatedBounds())
                                        .map(PublicApi::name)
                                        .filter(bound -> !bound.equals("Object"))))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String name(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            // "String @Nullable []": the mark before the brackets is the array's own.
            String own = nullable(type).isEmpty() ? "" : " @Nullable ";
            return name(array.getAnnotatedGenericComponentType()) + own + "[]";
        }
        return nullable(type) + unmarked(type);
    }

    private static String unmarked(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType generic) {
            Type raw = ((ParameterizedType) generic.getType()).getRawType();
            return simple(raw.getTypeName())
                    + Arrays.stream(generic.getAnnotatedActualTypeArguments())
                            .map(PublicApi::name)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            if (wildcard.getAnnotatedLowerBounds().length > 0) {
                return "? super " + name(wildcard.getAnnotatedLowerBounds()[0]);
            }
            AnnotatedType[] upper = wildcard.getAnnotatedUpperBounds();
            return upper.length == 0 || name(upper[0]).equals("Object") ? "?" : "? extends " + name(upper[0]);
        }
        return simple(type.getType().getTypeName());
    }

    private static String nullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    }

    /** Types of java.lang go by their simple names, all others by their full ones. */
    private static String simple(String name) {
        String prefix = "java.lang.";
        return name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0
                ? name.substring(prefix.length())
                : name;
    }

    private static String listed(String before, Stream<String> names) {
        return listed(before, ", ", names);
    }

    private static String listed(String before, String between, Stream<String> names) {
        String text = names.collect(Collectors.joining(between));
        return text.isEmpty() ? "" : before + text;
    }
}
