package io.tallygate.hmac;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Secret;
import io.tallygate.model.StoredSecret;
import io.tallygate.seal.SealingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** App keys for tests of the schemes: records whose secrets are sealed under a key that the test has, too. */
final class Sealed {
    private static final Random RANDOM = new Random(42);

    private Sealed() {}

    /** The key that seals unless said otherwise, labelled 2026. */
    static SealingKeys keys() {
        return SecretSeal.keys("2026", key(1));
    }

    static Supplier<Secret> key(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return () -> Secret.of(bytes);
    }

    static SecretSeal seal() {
        return new SecretSeal(keys());
    }

    /** Puts an app key of account {@code acme} into the directory, its secrets newest first. */
    static CredentialRecord insert(InMemoryDirectory directory, String id, String... secrets) {
        CredentialId name = new CredentialId(id);
        List<StoredSecret> sealed = Arrays.stream(secrets)
                .map(secret -> seal().seal(name, Secret.ofUtf8(secret), RANDOM))
                .toList();
        Entitlement given = Entitlement.of(new AccountId("acme"), Provenance.recorded(name, null));
        return directory.insert(new CredentialRecord(name, AppKey.KIND, sealed, given, false, 0));
    }
}
