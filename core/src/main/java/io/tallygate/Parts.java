package io.tallygate;

import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.ContinuedDirectory;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Meter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The opened parts of a gate.
 *
 * @param schemes in the order they are asked: those that are asked last stand behind the others
 * @param firstOfLast where these begin
 * @param meter what counts
 * @param environment what they were opened with
 * @param continued the directory of that environment, if it is one of the parts
 */
@SuppressWarnings("ArrayRecordComponent") // read by index on every request, never compared
record Parts(
        SchemeSlot[] schemes,
        int firstOfLast,
        Meter meter,
        Environment environment,
        @Nullable ContinuedDirectory continued,
        Trouble trouble)
        implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    static Parts open(
            List<Blueprint<? extends AuthenticationScheme<?>>> schemes,
            @Nullable Blueprint<? extends Meter> meter,
            Meter otherwise,
            @Nullable Blueprint<? extends ContinuedDirectory> continuity,
            Environment given,
            Trouble trouble) {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            ContinuedDirectory continued = continuity == null ? null : opened(continuity, given, opened);
            Environment environment = continued == null ? given : given.with(continued);
            List<SchemeSlot> slots = openSchemes(schemes, environment, opened);
            checkNames(slots);
            Meter counting = meter == null ? otherwise : opened(meter, environment, opened);
            return inOrder(slots, counting, environment, continued, trouble);
        } catch (Throwable e) {
            opened.forEach(part -> close(part, trouble));
            throw e;
        }
    }

    private static List<SchemeSlot> openSchemes(
            List<Blueprint<? extends AuthenticationScheme<?>>> schemes,
            Environment environment,
            List<AutoCloseable> opened) {
        List<SchemeSlot> slots = new ArrayList<>();
        for (Blueprint<? extends AuthenticationScheme<?>> scheme : schemes) {
            slots.add(SchemeSlot.of(slots.size(), opened(scheme, environment, opened)));
        }
        return slots;
    }

    private static <T extends AutoCloseable> T opened(
            Blueprint<T> part, Environment environment, List<AutoCloseable> opened) {
        T open = part.open(environment);
        opened.add(open);
        return open;
    }

    private static Parts inOrder(
            List<SchemeSlot> slots,
            Meter meter,
            Environment environment,
            @Nullable ContinuedDirectory continued,
            Trouble trouble) {
        List<SchemeSlot> ordered = new ArrayList<>();
        slots.stream().filter(slot -> !slot.scheme().last()).forEach(ordered::add);
        int firstOfLast = ordered.size();
        slots.stream().filter(slot -> slot.scheme().last()).forEach(ordered::add);
        return new Parts(ordered.toArray(SchemeSlot[]::new), firstOfLast, meter, environment, continued, trouble);
    }

    private static void checkNames(List<SchemeSlot> slots) {
        Set<String> seen = new HashSet<>();
        List<String> faults = new ArrayList<>();
        for (SchemeSlot slot : slots) {
            if (!NAME.matcher(slot.name()).matches()) {
                faults.add("scheme name \"" + OneLine.of(slot.name()) + "\" is unusable; it must match " + NAME);
            } else if (!seen.add(slot.name())) {
                faults.add("two schemes are named " + slot.name()
                        + "; accept one of them only, or give one another name if it lets you");
            }
        }
        if (!faults.isEmpty()) {
            throw TallygateBuilder.cannotBuild(faults);
        }
    }

    @Override
    public void close() {
        for (SchemeSlot slot : schemes) {
            close(slot.scheme(), trouble);
        }
        close(meter, trouble);
        if (continued != null) {
            close(continued, trouble);
        }
    }

    private static void close(AutoCloseable part, Trouble trouble) {
        try {
            part.close();
        } catch (Throwable e) {
            trouble.report("close-failed", part.getClass().getName() + " could not be closed", e);
        }
    }
}
