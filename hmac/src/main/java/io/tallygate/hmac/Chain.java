package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an attenuable key says of itself: which app key it was made of, and how it was narrowed, link by link. The links are
 * kept as bytes, since what they say is only for whoever has proven them. Immutable.
 *
 * <p>A link is {@value #SALT} random bytes and the text of its {@link LinkTerms}; its length (2 bytes, the high one first)
 * stands before it.
 *
 * <p>The codes are those of macaroons (Birgisson et al., "Macaroons: Cookies with Contextual Caveats for Decentralized
 * Authorization in the Cloud", NDSS 2014): the first is the HMAC of the head under the app key's secret, each further one
 * that of a link under the code before it. Who has the last code can add a link, and cannot tell the codes before it.
 */
final class Chain {
    /** The most links. */
    static final int MAX_LINKS = 16;

    /** The random bytes that make each head and each link one of a kind. */
    static final int SALT = 12;

    private final ChainHead head;
    private final List<byte[]> links;

    private Chain(ChainHead head, List<byte[]> links) {
        this.head = head;
        this.links = List.copyOf(links);
    }

    /** One without links. */
    static Chain of(ChainHead head) {
        return new Chain(head, List.of());
    }

    /** Reads to the end of the bytes; null when they are not just a chain. */
    static @Nullable Chain read(ByteBuffer bytes) {
        ChainHead head = ChainHead.read(bytes);
        if (head == null) {
            return null;
        }
        List<byte[]> links = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] link = readLink(bytes);
            if (link == null || links.size() == MAX_LINKS) {
                return null;
            }
            links.add(link);
        }
        return new Chain(head, links);
    }

    private static byte @Nullable [] readLink(ByteBuffer bytes) {
        int length = bytes.remaining() < Short.BYTES ? 0 : Short.toUnsignedInt(bytes.getShort());
        if (length < SALT || length > bytes.remaining()) {
            return null;
        }
        byte[] link = new byte[length];
        bytes.get(link);
        return link;
    }

    /** A link that says these terms, and is like no other. */
    static byte[] link(LinkTerms terms, RandomGenerator random) {
        byte[] text = terms.text().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(SALT + text.length)
                .put(salt(random))
                .put(text)
                .array();
    }

    static byte[] salt(RandomGenerator random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return salt;
    }

    /** The same with one more link. */
    Chain with(byte[] link) {
        return new Chain(head, Stream.concat(links.stream(), Stream.of(link)).toList());
    }

    ChainHead head() {
        return head;
    }

    int size() {
        return links.size();
    }

    /** What each link says; null when one says what cannot be read. */
    @Nullable
    List<LinkTerms> terms() {
        List<LinkTerms> all = new ArrayList<>(links.size());
        for (byte[] link : links) {
            LinkTerms terms = LinkTerms.read(new String(link, SALT, link.length - SALT, StandardCharsets.ISO_8859_1));
            if (terms == null) {
                return null;
            }
            all.add(terms);
        }
        return all;
    }

    /** The code of the head, and then that of each link. */
    List<LinkCode> codes(Secret secret) {
        List<LinkCode> codes = new ArrayList<>(1 + links.size());
        LinkCode code = LinkCode.of(head, secret);
        codes.add(code);
        for (byte[] link : links) {
            code = code.next(link);
            codes.add(code);
        }
        return codes;
    }

    /** Of which {@link #read} makes this chain again. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.bytes());
        for (byte[] link : links) {
            bytes.write(link.length >>> 8);
            bytes.write(link.length);
            bytes.writeBytes(link);
        }
        return bytes.toByteArray();
    }
}
