package io.tallygate.hmac;

import io.tallygate.contract.KeyIssuerContract;
import io.tallygate.model.CredentialId;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;

class AppKeyLifeTest extends KeyIssuerContract<AppKeys> {
    @Override
    protected AppKeys issuer(DirectoryAdmin behind) {
        return AppKeys.in(behind).sealing("2026", Sealed.key(1));
    }

    @Override
    protected boolean holds(CredentialId key, StoredSecret stored, String secret) {
        return new SealedKeys(Sealed.seal()).holds(key, stored, secret);
    }
}
