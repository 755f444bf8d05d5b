package io.tallygate;

import io.tallygate.contract.TinyBearer;
import io.tallygate.contract.TinyBearer.Token;
import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.spi.Resolution;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A gate under manual time whose centre is a map, with everything a test wants to look at. */
final class GateBench {
    final ManualTime time = ManualTime.at("2026-01-31T23:59:00Z");
    final Recorder told = new Recorder();
    final StubMeter meter = new StubMeter();
    final AtomicInteger calls = new AtomicInteger();
    final Map<String, Entitlement> known = new ConcurrentHashMap<>();
    volatile Function<String, Resolution<Token>> centre = this::lookUp;

    GateBench() {
        known.put("k1", entitlement("acme", "k1"));
    }

    TallygateBuilder builder() {
        return Tallygate.builder()
                .accept(TinyBearer.blueprint("tiny", token -> {
                    calls.incrementAndGet();
                    return centre.apply(token);
                }))
                .meter(meter)
                .time(time)
                .random(new Random(7))
                .listener(told);
    }

    Resolution<Token> lookUp(String token) {
        Entitlement entitlement = known.get(token);
        return entitlement == null ? TinyBearer.unknown() : TinyBearer.known(entitlement);
    }

    static Entitlement entitlement(String account, String credential) {
        return Entitlement.of(new AccountId(account), Provenance.recorded(new CredentialId(credential), null))
                .withVersion(1);
    }

    static FakeRequest request(String token) {
        return FakeRequest.get("/orders").header("Authorization", "Tiny " + token);
    }

    static Decision admit(Tallygate gate, String token) {
        return gate.admit(request(token), Demand.plain());
    }

    static Denial denial(Decision decision) {
        if (decision instanceof Deny deny) {
            return deny.denial();
        }
        throw new AssertionError("was permitted: " + decision);
    }

    /** Throws checked exceptions too, as code in other languages of the JVM can. */
    static <T> T sneak(Throwable thrown) {
        GateBench.<RuntimeException>sneakily(thrown);
        throw new AssertionError("unreachable");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneakily(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
