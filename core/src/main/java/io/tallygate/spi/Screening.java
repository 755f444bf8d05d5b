package io.tallygate.spi;

import io.tallygate.model.CredentialId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a scheme can say of a credential by itself, before anybody is asked. */
public sealed interface Screening {
    /** Nothing: it must be looked up. */
    static Screening nothing() {
        return Nothing.INSTANCE;
    }

    /** Whatever the centre holds, {@link AuthenticationScheme#resolve} would refuse it: a checksum is wrong, for instance. */
    static Screening hopeless() {
        return Hopeless.INSTANCE;
    }

    /**
     * It has a form that cannot be meant, and is answered as {@link Parsed#malformed()} is. For what takes a look at each
     * character: behind a live session all of them are those that were looked at when it began, so that a scheme may
     * spare requests with a session that look.
     */
    static Screening malformed() {
        return Malformed.INSTANCE;
    }

    /**
     * It is proven, or refused, by what is at hand: the centre is asked of it, if at all, after it was proven. So it takes
     * nothing of what an edge may ask of the centre; a token that is signed is of this kind.
     */
    static Screening local() {
        return Local.INSTANCE;
    }

    /** See {@link #nothing()}. */
    enum Nothing implements Screening {
        /** The only one. */
        INSTANCE
    }

    /** See {@link #hopeless()}. */
    enum Hopeless implements Screening {
        /** The only one. */
        INSTANCE
    }

    /** See {@link #malformed()}. */
    enum Malformed implements Screening {
        /** The only one. */
        INSTANCE
    }

    /** See {@link #local()}. */
    enum Local implements Screening {
        /** The only one. */
        INSTANCE
    }

    /**
     * It names a record of the gate's directory, and {@link AuthenticationScheme#resolve} would refuse it if there were
     * none of that name.
     *
     * @param record the name, as the directory spells it
     * @param born when a record of that name was made at the earliest, as far as the name tells; null when it does not
     */
    record Names(CredentialId record, @Nullable Instant born) implements Screening {
        /** A name that is missing would be nothing to say. */
        public Names {
            Objects.requireNonNull(record, "record");
        }
    }
}
