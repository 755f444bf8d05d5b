package io.tallygate.quota.architecture;

import io.tallygate.contract.PublicApiContract;

class PublicApiTest extends PublicApiContract {
    PublicApiTest() {
        super(55);
    }
}
