package io.tallygate.hmac;

/** Something that makers of signatures get wrong. */
interface Mistake {
    /** Under what the signature would be right, as a clause behind "would match if". Holds nothing of a request. */
    String clause();
}
