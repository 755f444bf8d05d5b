package io.tallygate.architecture;

import io.tallygate.contract.PublicApiContract;

class PublicApiTest extends PublicApiContract {
    PublicApiTest() {
        super(90);
    }
}
