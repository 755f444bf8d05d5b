package io.tallygate.hmac;

/**
 * Goes through the covered components of a signature (RFC 9421, 2): texts in parentheses, one space between two, each with
 * parameters or none. For one thread.
 */
final class Components {
    private static final int MOST = 32;

    private final Slice list;
    private boolean broken;
    private int count;
    private int from;
    private int nameTo;
    private int to;

    /** @param list begins with the opening parenthesis */
    Components(Slice list) {
        this.list = list;
        this.broken = !list.startsWith("(");
        this.to = list.from();
    }

    /** @param length of the list so far as it is not gone through: up to behind some component; 0 to begin with the first */
    Components(Slice list, int length) {
        this(list);
        this.to += length;
        this.count = length == 0 ? 0 : 1;
    }

    /** Goes to the next; false behind the last one, and where the list is not well spelled. */
    boolean next() {
        String text = list.text();
        if (broken || text.charAt(to) == ')') {
            return false;
        }
        from = to + 1;
        if (count == 0 && text.startsWith(")", from)) {
            to = from;
            return false;
        }
        nameTo = StructuredFields.endOfString(text, from);
        to = nameTo == StructuredFields.NONE ? nameTo : StructuredFields.endOfParameters(text, nameTo);
        broken = !isWellSpelled() || ++count > MOST;
        return !broken;
    }

    private boolean isWellSpelled() {
        if (to == StructuredFields.NONE || to >= list.to()) {
            return false;
        }
        char behind = list.text().charAt(to);
        return (behind == ' ' || behind == ')') && !hasSpaceBetweenParameters();
    }

    /** Looks no further than the component goes: a field has many. */
    private boolean hasSpaceBetweenParameters() {
        for (int at = nameTo; at < to; at++) {
            if (list.text().startsWith("; ", at)) {
                return true;
            }
        }
        return false;
    }

    /** Behind the closing parenthesis, once there is no next; {@link StructuredFields#NONE} when it is not well spelled. */
    int end() {
        return broken ? StructuredFields.NONE : to + 1;
    }

    /** Whether the component is just this name, without a parameter. */
    boolean isPlain(String name) {
        return to == nameTo && nameTo - from - 2 == name.length() && list.text().startsWith(name, from + 1);
    }

    /** Adds how the component is called in the signature base: its name in quotes, and its parameters. */
    void addIdentifier(SignatureBase base) {
        base.add(list.text(), from, to);
    }

    /** The component's name, without quotes. */
    Slice name() {
        return new Slice(list.text(), from + 1, nameTo - 1);
    }

    /** What stands behind its name, each parameter with its semicolon. */
    Slice parameters() {
        return new Slice(list.text(), nameTo, to);
    }

    /** The name in quotes, and its parameters: how the component is called in the signature base. */
    Slice identifier() {
        return new Slice(list.text(), from, to);
    }
}
