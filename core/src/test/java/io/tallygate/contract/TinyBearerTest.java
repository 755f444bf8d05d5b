package io.tallygate.contract;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.testing.FakeRequest;
import java.util.List;
import java.util.Set;

class TinyBearerTest extends SchemeContract<TinyBearer.Token> {
    @Override
    protected AuthenticationScheme<TinyBearer.Token> open() {
        return TinyBearer.asking(
                token -> token.equals("secret1") ? TinyBearer.known(entitlement()) : TinyBearer.unknown());
    }

    Entitlement entitlement() {
        return Entitlement.of(new AccountId("acme"), Provenance.recorded(new CredentialId("k1"), null));
    }

    @Override
    protected FakeRequest genuine() {
        return FakeRequest.get("/orders").header("Authorization", "Tiny secret1");
    }

    @Override
    protected FakeRequest unknown() {
        return FakeRequest.get("/orders").header("Authorization", "Tiny nobody");
    }

    @Override
    protected FakeRequest wrongSecret() {
        return FakeRequest.get("/orders").header("Authorization", "Tiny secret2");
    }

    @Override
    protected List<FakeRequest> malformed() {
        return List.of(
                genuine().header("Authorization", "Tiny secret1"),
                FakeRequest.get("/").header("Authorization", "Tiny "),
                FakeRequest.get("/").header("Authorization", "Tiny " + "a".repeat(65)),
                FakeRequest.get("/").header("Authorization", "Tiny secr\u00E9t"),
                FakeRequest.get("/").header("Authorization", "Tiny Secret1"));
    }

    @Override
    protected List<FakeRequest> absent() {
        return List.of(FakeRequest.get("/").header("Authorization", "Basic dTpw"));
    }

    @Override
    protected List<String> secrets() {
        return List.of("secret1");
    }

    @Override
    protected long epochMillis() {
        return 1_000_000;
    }

    /** The same scheme where each credential is narrowed by restrictions, which change nothing of the contract. */
    static class NarrowedTest extends TinyBearerTest {
        @Override
        Entitlement entitlement() {
            return super.entitlement()
                    .withRestrictions(List.of(
                            new Restriction.Paths(List.of("/orders/*")),
                            new Restriction.Methods(Set.of("GET")),
                            Restriction.Networks.of("192.0.2.0/24")));
        }
    }
}
