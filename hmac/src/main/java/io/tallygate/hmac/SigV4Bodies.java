package io.tallygate.hmac;

import io.tallygate.model.BodyAhead;
import io.tallygate.model.BodyCheck;
import io.tallygate.model.InboundRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which bodies a host takes.
 *
 * @param uncovered whether also those that the signature does not cover
 * @param held how many bytes of a body are held in memory where the request does not say the hash that it signs; 0 for none
 * @param most the most bytes that are hashed of any other
 */
record SigV4Bodies(boolean uncovered, int held, long most) {
    static final SigV4Bodies STRICT = new SigV4Bodies(false, 0, 10L << 20);

    private static final int MOST_HELD = 1 << 26;
    private static final long MOST = 1L << 40;
    private static final int MOST_DIGITS = 18;

    SigV4Bodies withUncovered() {
        return new SigV4Bodies(true, held, most);
    }

    SigV4Bodies withHeld(int bytes) {
        return new SigV4Bodies(uncovered, bytes, most);
    }

    SigV4Bodies withMost(long bytes) {
        return new SigV4Bodies(uncovered, held, bytes);
    }

    /** Whether a request may say that of its body. */
    boolean allow(Payload.Told payload) {
        return payload instanceof Payload.Hashed || (uncovered && payload.equals(Payload.UNSIGNED));
    }

    /** What the hash of a body is that is held for it; null when it cannot be. */
    Payload.@Nullable Told hashed(InboundRequest request) {
        return request.bodyAhead(held) instanceof BodyAhead.Whole whole
                ? new Payload.Hashed(Sha256.hex(whole.bytes()))
                : null;
    }

    /** Whether a body may be held that has these lengths in its header fields, if any. */
    boolean mayHold(List<String> lengths) {
        boolean may = held > 0;
        for (int i = 0; may && i < lengths.size(); i++) {
            may = isLengthUpTo(held, lengths.get(i));
        }
        return may;
    }

    private static boolean isLengthUpTo(int most, String text) {
        boolean number = !text.isEmpty() && text.length() <= MOST_DIGITS;
        for (int i = 0; number && i < text.length(); i++) {
            number = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return number && Long.parseLong(text) <= most;
    }

    /** What a pre-signed URL signs that says nothing of the body: as object stores do it, or as all others. */
    Payload.Told ofUrls() {
        return uncovered ? Payload.UNSIGNED : Payload.EMPTY;
    }

    /** Looks at what the host will read, for the hash that was signed. */
    BodyCheck check(Payload.Hashed payload) {
        return payload.equals(Payload.EMPTY)
                ? new EmptyBody(most)
                : new SignedDigest("SHA-256", Hex.bytes(payload.line()), most);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (held < 0 || held > MOST_HELD) {
            faults.add("holdBodies is " + held + "; set it in [0, " + MOST_HELD + "] bytes");
        }
        if (most < 0 || most > MOST) {
            faults.add("maxBody is " + most + "; set it in [0, " + MOST + "] bytes");
        }
        return faults;
    }
}
