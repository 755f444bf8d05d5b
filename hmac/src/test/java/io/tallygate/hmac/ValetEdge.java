package io.tallygate.hmac;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.FaultyDirectory;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A gate that accepts URLs of one app key, which belongs to account {@code acme}; and who makes them, with it or by hand. */
final class ValetEdge implements AutoCloseable {
    static final SigV4Scheme.NeedsSealing FORM =
            SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders").encodedPaths();
    static final String APP = AttenuableEdge.APP;
    static final String HOST = "https://api.example.com";

    final ManualTime time = ManualTime.at("2026-11-21T12:00:00Z");
    final InMemoryDirectory directory = new InMemoryDirectory(time);
    final CredentialRecord record = Sealed.insert(directory, APP, AttenuableEdge.TEXT);
    final FaultyDirectory lookUps = FaultyDirectory.around(directory);
    final SigV4Client client = SigV4Client.own(APP, AttenuableEdge.TEXT);
    final Tallygate gate;

    ValetEdge() {
        this(scheme -> scheme);
    }

    ValetEdge(UnaryOperator<SigV4Scheme> settings) {
        gate = Tallygate.builder()
                .directory(lookUps)
                .accept(settings.apply(scheme()))
                .time(time)
                .failures(10_000, Duration.ofSeconds(1))
                .central(c -> c.perSecond(1_000_000).perPeerMinute(1_000_000))
                .build();
    }

    static SigV4Scheme scheme() {
        return FORM.sealing("2026", Sealed.key(1))
                .presignedUrls(Duration.ofDays(7))
                .replays(Replays.local().servingAtOnce());
    }

    static ValetKeys keys(ManualTime time) {
        return ValetKeys.of(APP, AttenuableEdge.SECRET, FORM).time(time);
    }

    /** A key to that target for ten minutes. */
    ValetKey to(String target) {
        return keys(time).to(HOST + target).expiresIn(Duration.ofMinutes(10));
    }

    /** What a client that has the URL asks for. */
    static FakeRequest get(ValetKey key) {
        return FakeRequest.get(target(key));
    }

    static String target(ValetKey key) {
        return key.url().substring(HOST.length());
    }

    /** The target as a signer signs it that knows nothing of limits. */
    String presigned(String target) {
        return client.presign("GET", target, time.instant(), "600", Sha256.OF_NOTHING);
    }

    /** Why it is refused; null when it is not. */
    Denial denial(FakeRequest request) {
        Decision decision = gate.admit(request, Demand.plain());
        return decision instanceof Deny deny ? deny.denial() : null;
    }

    @Override
    public void close() {
        gate.close();
    }
}
