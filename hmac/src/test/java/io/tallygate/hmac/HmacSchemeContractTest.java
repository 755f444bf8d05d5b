package io.tallygate.hmac;

import io.tallygate.contract.SchemeContract;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.testing.FakeRequest;
import java.util.List;

class HmacSchemeContractTest extends SchemeContract<PresentedSignature> {
    private final TestApp app = new TestApp();

    @Override
    protected AuthenticationScheme<PresentedSignature> open() {
        return app.open(TestApp.scheme());
    }

    @Override
    protected FakeRequest genuine() {
        return app.get("/orders?open");
    }

    @Override
    protected FakeRequest unknown() {
        return TestApp.get(app.signer("tga_2", TestApp.SECRET), "/orders?open");
    }

    @Override
    protected FakeRequest wrongSecret() {
        return TestApp.get(app.signer(TestApp.ID, "tgs_another"), "/orders?open");
    }

    @Override
    protected List<FakeRequest> malformed() {
        FakeRequest request = genuine();
        String input = request.headers("Signature-Input").get(0);
        String signature = request.headers("Signature").get(0);
        return List.of(
                request.header("Signature-Input", input),
                request.header("Signature", signature),
                TestApp.replacing(request, "Signature"),
                TestApp.replacing(request, "Signature", signature.substring(0, signature.length() - 1)),
                TestApp.replacing(request, "Signature", signature + ", other=:" + "A".repeat(8192) + ":"),
                TestApp.replacing(request, "Signature-Input", input.replace("tga_", "tg\u00e4_")),
                TestApp.replacing(request, "Signature-Input", input + ";alg=\"hmac-sha256\""),
                TestApp.replacing(request, "Signature-Input", input.substring(0, input.length() - 1) + "\" "));
    }

    @Override
    protected List<FakeRequest> absent() {
        return List.of(
                FakeRequest.get("/").header("Authorization", "Bearer abc"),
                FakeRequest.get("/").header("Signature", "tg=:AAAA:"),
                FakeRequest.get("/")
                        .header("Signature-Input", "tg=(\"@method\");created=1;keyid=\"k\"")
                        .header("Signature", "tg=:AAAA:"),
                FakeRequest.get("/")
                        .header("Signature-Input", "tg=(\"@method\");created=1;keyid=\"k\";tag=\"tallygate-v2\"")
                        .header("Signature", "tg=:AAAA:"));
    }

    @Override
    protected List<String> secrets() {
        return List.of(TestApp.SECRET);
    }

    @Override
    protected long epochMillis() {
        return app.time().epochMillis();
    }

    @Override
    protected boolean refusesReplays() {
        return true;
    }
}
