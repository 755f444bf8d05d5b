package io.tallygate.hmac.architecture;

import io.tallygate.contract.PublicApiContract;
import org.junit.jupiter.api.Tag;

@Tag("anywhere")
class PublicApiTest extends PublicApiContract {
    PublicApiTest() {
        super(25);
    }
}
