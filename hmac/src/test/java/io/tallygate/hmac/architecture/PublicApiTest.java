package io.tallygate.hmac.architecture;

import io.tallygate.contract.PublicApiContract;

class PublicApiTest extends PublicApiContract {
    PublicApiTest() {
        super(0);
    }
}
