package io.tallygate.apikey;

import io.tallygate.contract.KeyIssuerContract;
import io.tallygate.model.CredentialId;
import io.tallygate.model.StoredSecret;
import io.tallygate.spi.DirectoryAdmin;

class KeyLifeTest extends KeyIssuerContract<ApiKeys> {
    @Override
    protected ApiKeys issuer(DirectoryAdmin behind) {
        return ApiKeys.in(behind);
    }

    @Override
    protected boolean holds(CredentialId key, StoredSecret stored, String secret) {
        return KeyHash.same(stored, KeyHash.of(secret, null));
    }
}
