package io.tallygate.hmac;

import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Secret;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one name signs with, newest first: each is tried, since a signature does not say which. Thread-safe.
 */
final class SigningKeys {
    /** In place of a secret that a key might have and has not, or that is not live. */
    private static final SigningKey SPARE = new SigningKey(null, new MacKey(new byte[1]));

    private final List<SigningKey> keys;

    private SigningKeys(List<SigningKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Those of an app key that are good under a name. */
    static SigningKeys of(AppKey key, KeyName name) {
        List<SigningKey> keys = new ArrayList<>();
        for (LiveSecret live : key.secrets()) {
            Secret secret = secret(live, name);
            if (secret != null) {
                keys.add(new SigningKey(live, new MacKey(secret.reveal())));
            }
        }
        return new SigningKeys(keys);
    }

    /** What signs under a name, be it live or not; null when that secret does not. */
    static @Nullable Secret secret(LiveSecret live, KeyName name) {
        if (name.scope() != null) {
            return live.keyOf(name.scope());
        }
        return live.whole() ? live.secret() : null;
    }

    /**
     * The live secret whose key makes this code of these bytes; null when none does. Compares all bytes of a code,
     * whatever they are; and makes of bytes that none has signed as many codes as a key may have secrets, so that the time
     * does not tell how many it has: not even of bytes that were signed with the spare key, which everybody knows.
     */
    @Nullable
    LiveSecret signer(SignatureBase base, byte[] code, long epochMillis) {
        for (int i = 0; i < Math.max(keys.size(), CredentialRecord.MAX_SECRETS); i++) {
            SigningKey key = i < keys.size() && keys.get(i).isLive(epochMillis) ? keys.get(i) : SPARE;
            if (MessageDigest.isEqual(base.signedBy(key.mac()), code) && key.secret() != null) {
                return key.secret();
            }
        }
        return null;
    }

    /** @param secret null for the spare one */
    private record SigningKey(@Nullable LiveSecret secret, MacKey mac) {
        boolean isLive(long epochMillis) {
            return secret != null && secret.liveAt(epochMillis);
        }
    }
}
