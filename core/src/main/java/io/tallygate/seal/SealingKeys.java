package io.tallygate.seal;

import io.tallygate.model.Secret;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Keys of AES-256-GCM (NIST SP 800-38D) under labels: the first one seals, all open, so a key is changed by putting the
 * new one in front. Immutable and thread-safe.
 *
 * <p>The cipher's key is the HMAC-SHA-256 of the purpose under the host's secret. So one secret may serve several
 * purposes, and nothing that was sealed for one can be opened for another.
 */
public final class SealingKeys {
    /** The bytes that sealing adds: a random nonce of 12, of which a key is good for 2³², and a tag of 16. */
    public static final int OVERHEAD = 28;

    /** The most characters of a label. */
    public static final int LONGEST_LABEL = 32;

    private static final int NONCE = 12;
    private static final int TAG = 16;

    private final String whose;
    private final String purpose;
    private final List<SealingKey> keys;

    private SealingKeys(String whose, String purpose, List<SealingKey> keys) {
        this.whose = whose;
        this.purpose = purpose;
        this.keys = List.copyOf(keys);
    }

    /**
     * One key, which seals and opens.
     *
     * @param whose what messages call the owner of the keys, as in {@code continuity's}
     * @param purpose ASCII text that no other use of the secret has, with a version in it
     * @param label what is sealed with the key names it by: 1 to {@value #LONGEST_LABEL} visible ASCII characters
     * @param source at least 32 random bytes; asked each time something is sealed or opened
     */
    public static SealingKeys of(String whose, String purpose, String label, Supplier<Secret> source) {
        return new SealingKeys(whose, purpose, List.of(key(label, source)));
    }

    private static SealingKey key(String label, Supplier<Secret> source) {
        return new SealingKey(Objects.requireNonNull(label), Objects.requireNonNull(source));
    }

    /** The same that also opens what was sealed with another key. */
    public SealingKeys alsoOpening(String label, Supplier<Secret> source) {
        return new SealingKeys(
                whose,
                purpose,
                Stream.concat(keys.stream(), Stream.of(key(label, source))).toList());
    }

    /** What is wrong with labels and secrets, and what to do about it; empty when nothing is. Asks the sources. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        keys.forEach(key -> faults.addAll(key.faults(whose)));
        if (labels().stream().distinct().count() < keys.size()) {
            faults.add("two of " + whose + " keys have the same label; give each its own");
        }
        return List.copyOf(faults);
    }

    /** The labels, first the one of the key that seals. */
    public List<String> labels() {
        return keys.stream().map(SealingKey::label).toList();
    }

    /** Whether a text could be a label. */
    public static boolean isLabel(String text) {
        return SealingKey.isLabel(text);
    }

    /**
     * Seals with the first key.
     *
     * @param head put in front and authenticated, not encrypted; it should name the key and the format
     * @param context authenticated, and not kept: it must be given again for opening
     * @param random of the nonce
     * @return the head, {@value #OVERHEAD} bytes more than the content, none of them the same twice
     * @throws IllegalStateException when the source of the key fails, or gives a key that is too short
     */
    public byte[] seal(byte[] head, byte[] context, byte[] content, RandomGenerator random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(head, head.length + NONCE + content.length + TAG);
        System.arraycopy(nonce, 0, sealed, head.length, NONCE);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keys.get(0), sealed, head.length, context);
            cipher.doFinal(content, 0, content.length, sealed, head.length + NONCE);
            return sealed;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform seals with AES-GCM", impossible);
        }
    }

    /**
     * Opens what {@link #seal} gave.
     *
     * @param label the one it was sealed under, which must be one of {@link #labels}
     * @param head how many bytes were put in front
     * @throws GeneralSecurityException when any of it was changed or cut off, its context is another, or another key
     *     sealed it
     * @throws IllegalStateException as of {@link #seal}
     */
    public byte[] open(String label, byte[] sealed, int head, byte[] context) throws GeneralSecurityException {
        SealingKey key = keys.stream()
                .filter(known -> known.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no key " + label + " among " + labels()));
        if (sealed.length < head + OVERHEAD) {
            throw new AEADBadTagException("it is cut off");
        }
        int content = head + NONCE;
        return cipher(Cipher.DECRYPT_MODE, key, sealed, head, context)
                .doFinal(sealed, content, sealed.length - content);
    }

    private Cipher cipher(int mode, SealingKey key, byte[] sealed, int head, byte[] context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(whose, purpose), new GCMParameterSpec(TAG * 8, sealed, head, NONCE));
        cipher.updateAAD(sealed, 0, head + NONCE);
        cipher.updateAAD(context);
        return cipher;
    }

    @Override
    public String toString() {
        return "SealingKeys" + labels();
    }
}
