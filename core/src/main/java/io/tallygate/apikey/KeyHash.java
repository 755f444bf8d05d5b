package io.tallygate.apikey;

import io.tallygate.model.StoredSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How keys stand in the directory: SHA-256, or HMAC-SHA-256 under a pepper, of the whole key, in hexadecimal. A fast
 * hash is right here: there is nothing to guess in 130 random bits.
 */
final class KeyHash {
    /** The form without a pepper. */
    static final String PLAIN = "sha256";

    private static final String PEPPERED = "hmac-sha256";

    private KeyHash() {}

    /** The key as it is stored under that pepper, or under none. */
    static StoredSecret of(String key, @Nullable Pepper pepper) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        return pepper == null
                ? stored(PLAIN, sha256(bytes))
                : stored(PEPPERED + ":" + pepper.label(), hmac(pepper.bytes(), bytes));
    }

    /** The key in every form it may be stored in. The same work for every key. */
    static List<StoredSecret> ofEachForm(String key, List<Pepper> peppers) {
        List<StoredSecret> forms = new ArrayList<>();
        forms.add(of(key, null));
        for (Pepper pepper : peppers) {
            forms.add(of(key, pepper));
        }
        return forms;
    }

    /** Whether both are the same form of the same key. Compares the hashes in constant time. */
    static boolean same(StoredSecret one, StoredSecret other) {
        boolean sameValue = MessageDigest.isEqual(
                one.value().getBytes(StandardCharsets.ISO_8859_1), other.value().getBytes(StandardCharsets.ISO_8859_1));
        return sameValue & one.form().equals(other.form());
    }

    private static StoredSecret stored(String form, byte[] hash) {
        return new StoredSecret(form, HexFormat.of().formatHex(hash), null);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static byte[] hmac(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
