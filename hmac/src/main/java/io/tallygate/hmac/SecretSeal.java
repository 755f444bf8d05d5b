package io.tallygate.hmac;

import io.tallygate.model.CredentialId;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.seal.SealingKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How secrets of app keys stand in the directory: sealed, as a MAC needs the secret itself. The form is
 * {@code aes-gcm-1:}, or {@code aes-gcm-days-1:} for derived keys, and the label of the key; the value is base64url without
 * padding. It is bound to the kind, the name of the record and the form, so that a value that is moved to another record,
 * or named otherwise, opens nothing. Thread-safe.
 */
final class SecretSeal {
    /** A whole secret: its bytes. */
    static final String WHOLE = "aes-gcm-1:";

    /** What was derived from a secret: see {@link DerivedKeys}. */
    static final String DERIVED = "aes-gcm-days-1:";

    private static final byte[] NO_HEAD = {};

    private final SealingKeys keys;

    SecretSeal(SealingKeys keys) {
        this.keys = keys;
    }

    /** The keys of app keys: that one seals. */
    static SealingKeys keys(String label, Supplier<Secret> source) {
        return SealingKeys.of("app keys'", "tallygate app key 1", label, source);
    }

    /** The same that also opens what was sealed with another key. */
    SecretSeal alsoOpening(String label, Supplier<Secret> source) {
        return new SecretSeal(keys.alsoOpening(label, source));
    }

    /** What is wrong with its keys. */
    List<String> faults() {
        return keys.faults();
    }

    /** The secret of that record, for all time. */
    StoredSecret seal(CredentialId id, Secret secret, RandomGenerator random) {
        return seal(WHOLE, id, secret.reveal(), random);
    }

    /** Keys that were derived from one secret of that record. */
    StoredSecret sealDerived(CredentialId id, List<LiveSecret> keys, RandomGenerator random) {
        return seal(DERIVED, id, DerivedKeys.write(keys), random);
    }

    private StoredSecret seal(String format, CredentialId id, byte[] content, RandomGenerator random) {
        String form = format + keys.labels().get(0);
        byte[] sealed = keys.seal(NO_HEAD, context(id, form), content, random);
        return new StoredSecret(form, Base64Url.encode(sealed), null);
    }

    private static byte[] context(CredentialId id, String form) {
        return (AppKey.KIND + "\n" + id + "\n" + form).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether that was sealed as secrets are now. */
    boolean sealsAs(StoredSecret stored) {
        return stored.form().equals(WHOLE + keys.labels().get(0));
    }

    /** The same secret, sealed as secrets are now. */
    StoredSecret reseal(CredentialId id, StoredSecret stored, RandomGenerator random) throws UnopenedSecretException {
        return seal(WHOLE, id, open(WHOLE, id, stored), random);
    }

    /** A secret of that record: one that is whole, or the keys that were derived from it. */
    List<LiveSecret> open(CredentialId id, StoredSecret stored) throws UnopenedSecretException {
        return stored.form().startsWith(DERIVED) ? openDerived(id, stored) : List.of(openWhole(id, stored));
    }

    LiveSecret openWhole(CredentialId id, StoredSecret stored) throws UnopenedSecretException {
        return new LiveSecret(Secret.of(open(WHOLE, id, stored)), stored.notAfter());
    }

    private List<LiveSecret> openDerived(CredentialId id, StoredSecret stored) throws UnopenedSecretException {
        byte[] written = open(DERIVED, id, stored);
        try {
            return DerivedKeys.read(written).stream()
                    .map(key -> key.until(stored.notAfter()))
                    .toList();
        } catch (IllegalArgumentException foreign) {
            throw unopened(id, stored.form(), "it is not what this version writes");
        }
    }

    private byte[] open(String format, CredentialId id, StoredSecret stored) throws UnopenedSecretException {
        String form = stored.form();
        if (!form.startsWith(format)) {
            throw unopened(id, form, "no version of this library that is known here sealed it");
        }
        String label = form.substring(format.length());
        if (!keys.labels().contains(label)) {
            throw unopened(id, form, "the key of that label was not given; give it to whoever opens app keys");
        }
        try {
            return keys.open(label, bytes(stored.value()), NO_HEAD.length, context(id, form));
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            throw unopened(
                    id, form, "it was changed, moved from another record, or sealed by another key of that label");
        }
    }

    private static byte[] bytes(String value) {
        if (!Base64Url.isCanonical(value, 0)) {
            throw new IllegalArgumentException("not as it was written");
        }
        return Base64Url.decode(value);
    }

    private static UnopenedSecretException unopened(CredentialId id, String form, String why) {
        return new UnopenedSecretException(
                "a secret of app key " + id + ", sealed as " + form + ", cannot be opened: " + why);
    }
}
