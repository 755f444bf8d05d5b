package io.tallygate.hmac.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;

/** The codes of one message under all live keys, while its body passes. Good for one message; used by one thread. */
final class Codes {
    private static final int CHUNK = 8_192;

    private final List<Mac> running;

    /** @param preamble what is signed before the body; ASCII */
    Codes(List<WebhookKey> keys, String preamble) {
        this.running = keys.stream().map(WebhookKey::begin).toList();
        byte[] bytes = preamble.getBytes(StandardCharsets.US_ASCII);
        update(bytes, 0, bytes.length);
    }

    void update(byte[] bytes, int offset, int length) {
        running.forEach(mac -> mac.update(bytes, offset, length));
    }

    /** Takes a stream to its end, copying it; false, at once, when it has more than so many bytes. */
    boolean update(InputStream body, OutputStream copy, long most) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long left = most;
        for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
            left -= count;
            if (left < 0) {
                return false;
            }
            update(chunk, 0, count);
            copy.write(chunk, 0, count);
        }
        return true;
    }

    /** The codes as the format spells them, in the order of the keys. Ends the computation. */
    List<String> spelled(WebhookFormat format) {
        return running.stream().map(mac -> format.spell(mac.doFinal())).toList();
    }

    /**
     * The place of the first key that one of the signatures fits; -1 when none does. Ends the computation. Spellings are
     * compared, not bytes, so that a code has one spelling only; each in constant time, and always all of them.
     */
    int fitting(WebhookFormat format, List<String> signatures) {
        List<String> expected = spelled(format);
        int fitting = -1;
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (String signature : signatures) {
                fitting = sameText(expected.get(i), signature) ? i : fitting;
            }
        }
        return fitting;
    }

    private static boolean sameText(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
