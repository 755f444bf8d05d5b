package io.tallygate.hmac;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A request whose signature may be wrong, with what is needed to tell whether it would be right had something been otherwise. */
interface Suspect {
    CapturedRequest request();

    /** The secrets of its app key, with those that have ended; none when there is no such key. */
    List<LiveSecret> secrets();

    /** When it came. */
    long epochMillis();

    /** For which scope it says that its key was derived; null for a whole key. */
    @Nullable
    DayScope scope();

    /** What is signed of such a request under all else that this one says; null when nothing can be. */
    @Nullable
    String text(CapturedRequest request);

    /** Whether that secret has signed that text. */
    boolean isSignedBy(LiveSecret secret, String text);

    /** The components of which the signer has signed other lines; null when the request does not tell. */
    @Nullable
    List<String> otherLines(String text);

    /**
     * What only makers of this kind of signature get wrong.
     *
     * @param signed whether a text was signed
     */
    List<Mistake> ownMistakes(Predicate<String> signed);
}
