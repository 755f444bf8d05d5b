package io.tallygate;

/** What there is to be said for looking a credential up. */
enum Prospect {
    /** It cannot be good. */
    NONE,
    /** Nothing is known of it, but it may be too young for that. Anybody can make up young ones. */
    YOUNG,
    /** It is proven here, before anybody is asked. */
    LOCAL,
    /** It may well be good. */
    FAIR
}
