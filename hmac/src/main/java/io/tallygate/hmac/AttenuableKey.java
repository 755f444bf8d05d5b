package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Secret;
import io.tallygate.spi.Environment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A bearer key that whoever holds it can narrow, alone and without asking anybody, and hand on: its holder can do no more
 * with it than it allows, cannot widen it again, and cannot tell the key it was narrowed from. Immutable and thread-safe.
 *
 * <pre>{@code
 * AttenuableKey forReports = AttenuableKey.parse(mine)
 *     .narrow(n -> n.methods("GET").paths("/reports/*").until(tonight));
 * send(forReports.text());                                  // Authorization: Bearer tgn_...
 * }</pre>
 *
 * <p>Its text is {@code tgn_} and, in base64url, the chain of what it was narrowed to and the code of its last link, which
 * proves all of it. It is made of an app key by {@link AttenuableKeys} and accepted by {@link AttenuableScheme}.
 */
public final class AttenuableKey {
    /** What the text of every such key begins with. */
    static final String MARKER = "tgn_";

    /** The most characters of a text. */
    static final int MAX_LENGTH = 2048;

    private final Chain chain;
    private final LinkCode code;

    AttenuableKey(Chain chain, LinkCode code) {
        this.chain = chain;
        this.code = code;
    }

    /**
     * Reads a key. Whether it is genuine, and still good, only an edge can tell.
     *
     * @throws IllegalArgumentException when the text is none, such as one that was cut off
     */
    public static AttenuableKey parse(String text) {
        AttenuableKey key = read(text, 0);
        if (key == null) {
            throw new IllegalArgumentException("an attenuable key must begin with " + MARKER + ", have at most "
                    + MAX_LENGTH + " characters, and be whole; copy it as it was given");
        }
        return key;
    }

    /** The key that stands there up to the end; null when there is none. */
    static @Nullable AttenuableKey read(String text, int from) {
        if (!isWellSpelled(text, from)) {
            return null;
        }
        byte[] bytes = Base64Url.decode(text.substring(from + MARKER.length()));
        int end = bytes.length - MacKey.LENGTH;
        Chain chain = end < 0 ? null : Chain.read(ByteBuffer.wrap(bytes, 0, end));
        if (chain == null) {
            return null;
        }
        Secret code = Secret.of(Arrays.copyOfRange(bytes, end, bytes.length));
        return new AttenuableKey(chain, new LinkCode(code));
    }

    /** Whether the characters up to the end can be a key, as far as that is told without reading them. Allocates nothing. */
    static boolean isWellSpelled(String text, int from) {
        return text.startsWith(MARKER, from)
                && text.length() - from <= MAX_LENGTH
                && Base64Url.isCanonical(text, from + MARKER.length());
    }

    /**
     * A key that allows what this one does, as far as the narrowing does as well; and the same where it says nothing, under
     * an id of its own.
     *
     * @throws IllegalArgumentException when the key would be longer than a key may be, or was narrowed 16 times already
     */
    public AttenuableKey narrow(UnaryOperator<Narrowing> narrowing) {
        return narrow(narrowing, Environment.systemRandomness());
    }

    AttenuableKey narrow(UnaryOperator<Narrowing> narrowing, RandomGenerator random) {
        byte[] link = Chain.link(narrowing.apply(Narrowing.NOTHING).terms(), random);
        AttenuableKey narrowed = new AttenuableKey(chain.with(link), code.next(link));
        int length = narrowed.text().length();
        if (length > MAX_LENGTH || narrowed.chain.size() > Chain.MAX_LINKS) {
            throw new IllegalArgumentException("an attenuable key may have " + MAX_LENGTH + " characters and "
                    + Chain.MAX_LINKS + " links, would have " + length + " and " + narrowed.chain.size()
                    + "; say less, or narrow one that was narrowed less often");
        }
        return narrowed;
    }

    /** All of it, as it is sent: a secret. */
    public String text() {
        byte[] claims = chain.bytes();
        byte[] bytes = Arrays.copyOf(claims, claims.length + MacKey.LENGTH);
        System.arraycopy(code.bytes().reveal(), 0, bytes, claims.length, MacKey.LENGTH);
        return MARKER + Base64Url.encode(bytes);
    }

    /**
     * Its public name, by which it is revoked together with all that were narrowed from it:
     * {@code Revocation.OfToken(AttenuableKeys.ISSUER, id)}.
     */
    public String id() {
        return code.id();
    }

    /** The app key it was made of. */
    public CredentialId appKey() {
        return chain.head().appKey();
    }

    /** When it was made of its app key, to the second. */
    public Instant issuedAt() {
        return chain.head().issuedAt();
    }

    Chain chain() {
        return chain;
    }

    LinkCode code() {
        return code;
    }

    /** Its public names, never its code. */
    @Override
    public String toString() {
        return "AttenuableKey[appKey=" + appKey() + ", id=" + id() + ", links=" + chain.size() + "]";
    }
}
