package io.tallygate.model;

/** What came of reading a body before the gate has decided: see {@link InboundRequest#bodyAhead}. */
public sealed interface BodyAhead {
    /**
     * All of it is here.
     *
     * @param bytes what the host will read, too; not copied, so never to be changed
     */
    record Whole(byte[] bytes) implements BodyAhead {}

    /** It is not here. A scheme that cannot verify without it answers {@link #denial()}. */
    enum Missing implements BodyAhead {
        /** Whoever made the request does not read ahead. */
        NOT_OFFERED(Denial.UNAVAILABLE),
        /** It has more bytes than may be read, or says so. */
        TOO_LARGE(Denial.BODY_TOO_LARGE),
        /** It ended before its end, or could not be read; the host fails the request, whatever the gate decides. */
        BROKEN(Denial.UNAVAILABLE);

        private final Denial denial;

        Missing(Denial denial) {
            this.denial = denial;
        }

        /** Why a request is refused whose body had to be here. It proves nothing of the caller. */
        public Denial denial() {
            return denial;
        }
    }
}
