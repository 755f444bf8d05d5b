package io.tallygate.hmac.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.hmac.NonceStore;
import io.tallygate.hmac.contract.NonceStoreContract;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryNonceStoreTest extends NonceStoreContract {
    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final InMemoryNonceStore store = new InMemoryNonceStore(time);

    @Override
    protected NonceStore connect() {
        return store;
    }

    @Override
    protected Instant now() {
        return time.instant();
    }

    @Test
    void forgetsWhatMayBeForgottenWhenTold() {
        store.putIfAbsent("first", now().plusSeconds(1));
        store.putIfAbsent("second", now().plusSeconds(2));
        time.advance(Duration.ofSeconds(1));

        store.forget();

        assertThat(store.size()).isEqualTo(1);
        assertThat(store.putIfAbsent("first", now())).isTrue();
        assertThat(store.putIfAbsent("second", now())).isFalse();
    }
}
