package io.tallygate.jwt.architecture;

import io.tallygate.contract.PublicApiContract;

class PublicApiTest extends PublicApiContract {
    PublicApiTest() {
        super(5);
    }
}
