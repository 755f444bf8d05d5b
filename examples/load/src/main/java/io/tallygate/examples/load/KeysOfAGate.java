package io.tallygate.examples.load;

import io.tallygate.Tallygate;
import io.tallygate.apikey.ApiKeys;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.spi.DirectoryAdmin;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.IssuingStress;
import io.tallygate.testing.MadeUpKeys;
import java.util.random.RandomGenerator;

/** API keys between a directory and a gate, each born at the same time. As thread-safe as the source of chance. */
final class KeysOfAGate implements IssuingStress.Traffic<IssuedKey> {
    private final Tallygate gate;
    private final ApiKeys keys;
    private final MadeUpKeys madeUp;
    private final long birth;

    KeysOfAGate(Tallygate gate, DirectoryAdmin directory, TimeSource born, RandomGenerator random) {
        this.gate = gate;
        this.keys = ApiKeys.in(directory).time(born).random(random);
        this.madeUp = new MadeUpKeys("tg", random);
        this.birth = born.epochMillis() / 1_000;
    }

    @Override
    public IssuedKey issue() {
        return keys.issue("acme", "orders:read");
    }

    @Override
    public void remove(IssuedKey key) {
        keys.revoke(key.id());
    }

    @Override
    public Decision show(IssuedKey key) {
        return admit(key.secret());
    }

    @Override
    public Decision showMadeUp() {
        return admit(madeUp.wellFormed(birth));
    }

    private Decision admit(String key) {
        return gate.admit(FakeRequest.get("/orders").header("X-Api-Key", key).peer(null), Demand.plain());
    }
}
