package io.tallygate.jwt;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key set in a file, for a start while its issuer is away. One line says the version of the format, when the issuer last
 * confirmed the set, the hash of the set and whose it is; the set follows as it was published. It is replaced in one step,
 * and whatever is not exactly of that form is not read. Whoever may write the file chooses the keys.
 *
 * @param file where
 * @param source whose keys they are
 */
record KeyCopy(Path file, URI source) {
    private static final Pattern HEAD = Pattern.compile("tallygate-jwks 1 (\\d{1,15}) ([\\w-]{43}) (\\S+)");
    private static final int MAX_HEAD = 4 * 1024;

    /**
     * A set that was kept.
     *
     * @param json as it was published; not copied
     * @param confirmed when the issuer last said that these are its keys, in milliseconds of wall time
     */
    record Kept(byte[] json, long confirmed) {}

    /** Replaces the copy, and forces it to disk first. */
    void write(Kept kept) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(channel, head(kept).getBytes(StandardCharsets.UTF_8));
            writeAll(channel, kept.json());
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    private String head(Kept kept) {
        return "tallygate-jwks 1 " + kept.confirmed() + " " + hash(kept.json()) + " " + source.toASCIIString() + "\n";
    }

    private static String hash(byte[] json) {
        return Base64Url.encode(Digests.sha256(json));
    }

    /** The set that was kept; null when there is none of this source, or it is damaged. */
    @Nullable
    Kept read() throws IOException {
        if (!Files.isRegularFile(file)) {
            return null; // a pipe would wait for a writer
        }
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(MAX_HEAD + JwkSet.MAX_BYTES + 1));
        }
    }

    @Nullable
    Kept parse(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        Matcher head = HEAD.matcher(new String(bytes, 0, end, StandardCharsets.UTF_8));
        if (end == bytes.length || !head.matches() || !head.group(3).equals(source.toASCIIString())) {
            return null;
        }
        byte[] json = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        return hash(json).equals(head.group(2)) ? new Kept(json, Long.parseLong(head.group(1))) : null;
    }
}
