package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SigV4 at an edge that holds no secret, only keys of its days and region. */
class SigV4EdgeKeysTest {
    private static final Duration WINDOW = Duration.ofSeconds(930);

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private final SigV4Client client = SigV4Client.own("tga_1", "tgs_1");
    private final Tallygate gate = gate("eu-1");

    SigV4EdgeKeysTest() {
        Sealed.insert(directory, "tga_1", "tgs_1");
    }

    /** @param region whose keys the edge gets; its service is that of eu-1 */
    private Tallygate gate(String region) {
        EdgeKeys edge = EdgeKeys.forRegion(region, directory)
                .opening("2026", Sealed.key(1))
                .sealing("edges", Sealed.key(2))
                .window(WINDOW)
                .time(time)
                .random(new Random(2));
        return Tallygate.builder()
                .directory(edge)
                .accept(SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders")
                        .encodedPaths()
                        .sealing("edges", Sealed.key(2))
                        .presignedUrls(Duration.ofDays(2)))
                .time(time)
                .random(new Random(1))
                .build();
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private static Denial denial(Tallygate gate, FakeRequest request) {
        Decision decision = gate.admit(request, Demand.plain());
        return decision instanceof Deny deny ? deny.denial() : null;
    }

    private FakeRequest signed() {
        return client.signWithHash(FakeRequest.get("/"), time.instant(), new byte[0]);
    }

    @Test
    void verifiesWhatIsSignedForItsDayAndTheNextOneAfterMidnight() {
        assertThat(denial(gate, signed())).isNull();
        time.advance(Duration.ofHours(12).minusSeconds(1));
        FakeRequest late = signed();
        assertThat(denial(gate, late)).isNull();
        time.advance(Duration.ofSeconds(2));
        assertThat(denial(gate, signed())).isNull();
        assertThat(denial(gate, late)).isNull();
        time.advance(Duration.ofHours(12));
        assertThat(denial(gate, signed())).isNull();
    }

    @Test
    void verifiesUrlsOfItsDayOnly() {
        String url = client.presign("GET", "/", time.instant(), "172800", Sha256.OF_NOTHING);
        assertThat(denial(gate, FakeRequest.get(url))).isNull();
        time.advance(Duration.ofHours(13));
        assertThat(denial(gate, FakeRequest.get(url))).isEqualTo(Denial.INVALID_CREDENTIAL);
    }

    @Test
    void verifiesNothingOfAnotherRegion() {
        try (Tallygate elsewhere = gate("us-1")) {
            assertThat(denial(elsewhere, signed())).isEqualTo(Denial.INVALID_CREDENTIAL);
        }
    }
}
