package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was derived from one secret, as it is sealed for an edge: of each key its prefix, day and region, each with its
 * length in front, the second at which it ends, and its 32 bytes.
 */
final class DerivedKeys {
    private DerivedKeys() {}

    /** @param keys each with a scope and an end */
    static byte[] write(List<LiveSecret> keys) {
        ByteBuffer bytes = ByteBuffer.allocate(keys.size() * (3 + 16 + 8 + 32 + 8 + MacKey.LENGTH));
        for (LiveSecret key : keys) {
            if (key.scope() == null || key.notAfter() == null) {
                throw new IllegalArgumentException("only keys with a scope and an end go to edges");
            }
            write(key.scope(), bytes);
            bytes.putLong(key.notAfter().getEpochSecond()).put(key.secret().reveal());
        }
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return written;
    }

    private static void write(DayScope scope, ByteBuffer bytes) {
        for (String text : new String[] {scope.prefix(), scope.day(), scope.region()}) {
            bytes.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** @throws IllegalArgumentException when this was not written here */
    static List<LiveSecret> read(byte[] written) {
        List<LiveSecret> keys = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(written);
        try {
            while (bytes.hasRemaining()) {
                DayScope scope = new DayScope(text(bytes), text(bytes), text(bytes));
                Instant end = Instant.ofEpochSecond(bytes.getLong());
                keys.add(new LiveSecret(Secret.of(take(bytes, MacKey.LENGTH)), scope, end));
            }
            return keys;
        } catch (BufferUnderflowException | DateTimeException damaged) {
            throw new IllegalArgumentException("it is not as it was written", damaged);
        }
    }

    private static String text(ByteBuffer bytes) {
        return new String(take(bytes, bytes.get() & 0xFF), StandardCharsets.ISO_8859_1);
    }

    private static byte[] take(ByteBuffer bytes, int count) {
        byte[] taken = new byte[count];
        bytes.get(taken);
        return taken;
    }
}
