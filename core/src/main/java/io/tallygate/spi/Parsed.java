package io.tallygate.spi;

/** What a scheme finds in a request: nothing of its own, something broken, or a {@link Credential}. */
public sealed interface Parsed permits Parsed.Absent, Parsed.Malformed, Credential {
    /** The request carries no credential of this scheme. */
    static Parsed absent() {
        return Absent.INSTANCE;
    }

    /** The request carries a credential of this scheme in a form that cannot be meant. */
    static Parsed malformed() {
        return Malformed.INSTANCE;
    }

    /** See {@link #absent()}. */
    enum Absent implements Parsed {
        /** The only one. */
        INSTANCE
    }

    /** See {@link #malformed()}. */
    enum Malformed implements Parsed {
        /** The only one. */
        INSTANCE
    }
}
