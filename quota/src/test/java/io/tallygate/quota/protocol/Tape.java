package io.tallygate.quota.protocol;

import io.tallygate.quota.ledger.LedgerUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything a process image ever heard from outside, and everything it was asked to do: played into a fresh process it
 * makes a twin, as a snapshot of a virtual machine does that is resumed twice.
 */
final class Tape {
    private final List<Object> heard = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private int position = -1;

    /** One thing a process was asked to do, to be done again by its twin. */
    interface Input {
        void into(Process process);
    }

    private record Outage(LedgerUnavailableException exception) {}

    /** A copy that answers from what was heard, until all of it was heard again. */
    Tape replay() {
        Tape copy = new Tape();
        copy.heard.addAll(heard);
        copy.inputs.addAll(inputs);
        copy.position = 0;
        return copy;
    }

    List<Input> inputs() {
        return List.copyOf(inputs);
    }

    boolean replaying() {
        return position >= 0 && position < heard.size();
    }

    void asked(Input input) {
        if (position < 0) {
            inputs.add(input);
        }
    }

    /** After a replay: everything was heard again. */
    void live() {
        if (replaying()) {
            throw new IllegalStateException("the twin heard less than its original");
        }
        position = -1;
    }

    private Object next() {
        return heard.get(position++);
    }

    private boolean answers() {
        if (position >= 0 && position >= heard.size()) {
            throw new IllegalStateException("the twin asks for more than its original did");
        }
        return position >= 0;
    }

    long number(LongSupplier source) {
        if (answers()) {
            return (Long) next();
        }
        long value = source.getAsLong();
        heard.add(value);
        return value;
    }

    @SuppressWarnings("unchecked")
    <T> T reply(Supplier<T> source) {
        if (answers()) {
            Object next = next();
            if (next instanceof Outage outage) {
                throw outage.exception();
            }
            return (T) next;
        }
        try {
            T value = source.get();
            heard.add(value);
            return value;
        } catch (LedgerUnavailableException e) {
            heard.add(new Outage(e));
            throw e;
        }
    }
}
