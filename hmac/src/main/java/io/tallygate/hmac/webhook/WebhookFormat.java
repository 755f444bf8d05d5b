package io.tallygate.hmac.webhook;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How webhooks of one kind are written on the wire. All of them are signed by HMAC-SHA256. Immutable. */
sealed interface WebhookFormat permits StandardFormat, StripeFormat, GitHubFormat {
    /** What people call it. */
    String name();

    /**
     * What is wrong with a secret and what to do about it, without a word of it; null when nothing is.
     *
     * @param secret a character for each of its bytes
     */
    @Nullable
    String fault(String secret);

    /** The bytes of the key that a secret without a fault stands for. */
    byte[] key(byte[] secret);

    /** Whether a time is signed. */
    boolean signsTime();

    /** The names of the header fields that a delivery is verified by. */
    List<String> fields();

    /** Reads the values of {@link #fields}, in their order; null when one is not of the form. */
    @Nullable
    Presented read(List<String> values);

    /** What is signed before the body; ASCII. */
    String preamble(Stamp stamp);

    /** The one spelling of a code. */
    String spell(byte[] code);

    /** The header fields to send, with signatures in the order of the secrets. */
    Map<String, String> write(Stamp stamp, List<String> signatures);
}
