package io.tallygate.quota.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The plans a service knows, by name and version.
 *
 * <p>Old versions stay in the book for as long as windows may have to be billed by them. All versions of a plan share
 * one calendar: with two of them the windows of one account would overlap, and a unit could be on two invoices.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class PlanBook {
    /** By name, then by version. */
    private final NavigableMap<String, NavigableMap<Integer, Plan>> plans = new TreeMap<>();

    private PlanBook(Collection<Plan> plans) {
        for (Plan plan : plans) {
            versions(plan.name()).put(plan.version(), plan);
        }
    }

    /**
     * A book of these plans.
     *
     * @throws IllegalArgumentException if the plans have faults; the message names all of them
     */
    public static PlanBook of(Plan... plans) {
        return of(List.of(plans));
    }

    /**
     * A book of these plans.
     *
     * @throws IllegalArgumentException if the plans have faults; the message names all of them
     */
    public static PlanBook of(Collection<Plan> plans) {
        List<String> faults = faults(plans);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("plans do not fit together:\n  " + String.join("\n  ", faults));
        }
        return new PlanBook(plans);
    }

    /**
     * What keeps these plans from being one book, each fault with what to do about it: those of every plan by itself,
     * then those between plans. Empty if {@link #of(Collection)} would succeed.
     */
    public static List<String> faults(Collection<Plan> plans) {
        List<String> faults = new ArrayList<>();
        plans.forEach(plan -> faults.addAll(plan.faults()));
        NavigableMap<String, NavigableMap<Integer, Plan>> seen = new TreeMap<>();
        for (Plan plan : plans) {
            addFaultsBetween(seen.computeIfAbsent(plan.name(), name -> new TreeMap<>()), plan, faults);
        }
        return List.copyOf(faults);
    }

    /** The highest version of the plan; empty if the book has no plan of this name. */
    public Optional<Plan> current(String name) {
        return Optional.ofNullable(plans.get(name))
                .map(versions -> versions.lastEntry().getValue());
    }

    /** This version of the plan; empty if the book does not have it. */
    public Optional<Plan> find(String name, int version) {
        return Optional.ofNullable(plans.get(name)).map(versions -> versions.get(version));
    }

    /** The names of all plans. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(plans.navigableKeySet());
    }

    /** All plans in all versions, by name and then by version. */
    public List<Plan> plans() {
        return plans.values().stream()
                .flatMap(versions -> versions.values().stream())
                .toList();
    }

    /** As in {@code "PlanBook[plan pro v1, plan starter v1, plan starter v2]"}. */
    @Override
    public String toString() {
        return "PlanBook" + plans();
    }

    private NavigableMap<Integer, Plan> versions(String name) {
        return plans.computeIfAbsent(name, any -> new TreeMap<>());
    }

    private static void addFaultsBetween(NavigableMap<Integer, Plan> versions, Plan plan, List<String> faults) {
        if (versions.containsKey(plan.version())) {
            faults.add(plan + " is there twice; keep one, or give the other its own version");
            return;
        }
        if (!versions.isEmpty()) {
            addCalendarFault(versions.firstEntry().getValue(), plan, faults);
        }
        versions.put(plan.version(), plan);
    }

    private static void addCalendarFault(Plan first, Plan plan, List<String> faults) {
        if (!first.calendar().equals(plan.calendar())) {
            faults.add(plan + " is billed by " + plan.calendar() + ", but v" + first.version() + " by "
                    + first.calendar() + "; give both one calendar, or the plan another name");
        }
    }
}
