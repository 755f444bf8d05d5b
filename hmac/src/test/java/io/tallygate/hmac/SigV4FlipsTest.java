package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.model.BodyCheck;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every bit counts. What SigV4 does not sign is left out of the requests: the case of hexadecimal letters in a query that is
 * sorted, and white space around the values of fields.
 */
class SigV4FlipsTest {
    private static final byte[] BODY = "amount=12&to=acme".getBytes(StandardCharsets.US_ASCII);
    private static final String[] FIELDS = {
        "Content-Type", "X-Tg-Nonce", "X-Tg-Content-Sha256", "X-Tg-Date", "Authorization"
    };

    /** Of a character: one more than an octet has, since a character that is none must not be taken for its lower ones. */
    private static final int BITS = 9;

    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private final SigV4Client client = SigV4Client.own("tga_1", "tgs_1");
    private int tried;
    private int accepted;

    @Test
    void refusesEveryFlippedBit() {
        Sealed.insert(directory, "tga_1", "tgs_1");
        for (PathForm paths : PathForm.values()) {
            for (QueryForm queries : QueryForm.values()) {
                flipHeader(paths, queries);
            }
            flipUrl(paths);
        }
        System.out.println("FLIPS sigv4 tried=" + tried + " accepted=" + accepted);
        assertThat(accepted).isZero();
        assertThat(tried).isGreaterThan(15_000);
    }

    private void flipHeader(PathForm paths, QueryForm queries) {
        SigV4Client signer = new SigV4Client(client.scope(), paths, queries, "tga_1", "tgs_1");
        FakeRequest plain = FakeRequest.post("/orders/a%20b;v=1?a=1&b=x%20y&flag=")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Tg-Nonce", "n0");
        FakeRequest signed = signer.signWithHash(plain, time.instant(), BODY);
        try (AuthenticationScheme<PresentedSigV4> scheme = open(paths, queries)) {
            assertThat(accepts(scheme, signed, BODY)).isTrue();
        }
        try (AuthenticationScheme<PresentedSigV4> scheme = open(paths, queries)) {
            flipStart(scheme, signed);
            for (String field : FIELDS) {
                String value = signed.headers(field).get(0);
                for (int bit = 0; bit < value.length() * BITS; bit++) {
                    attempt(
                            scheme,
                            copy(signed, signed.method(), signed.target(), signed.authority(), field, flip(value, bit)),
                            BODY);
                }
            }
            for (int bit = 0; bit < BODY.length * 8; bit++) {
                byte[] other = BODY.clone();
                other[bit / 8] ^= (byte) (1 << bit % 8);
                attempt(scheme, next(signer, plain, bit), other);
            }
        }
    }

    /** Signed anew each time, as it is the body alone that is wrong: the request itself is let in once. */
    private FakeRequest next(SigV4Client signer, FakeRequest plain, int number) {
        return signer.signWithHash(
                FakeRequest.post(plain.target()).header("X-Tg-Nonce", "body" + number), time.instant(), BODY);
    }

    private void flipUrl(PathForm paths) {
        SigV4Client signer = new SigV4Client(client.scope(), paths, QueryForm.SORTED, "tga_1", "tgs_1");
        String target = "/orders/a%20b;v=1?a=1&b=x%20y&flag=";
        String url = signer.presign("GET", target, time.instant(), "60", Sha256.OF_NOTHING)
                .replace("%2F", "/");
        try (AuthenticationScheme<PresentedSigV4> scheme = open(paths, QueryForm.SORTED)) {
            assertThat(accepts(scheme, FakeRequest.get(url), new byte[0])).isTrue();
            flipStart(scheme, FakeRequest.get(url));
        }
    }

    private void flipStart(AuthenticationScheme<PresentedSigV4> scheme, FakeRequest signed) {
        for (int bit = 0; bit < signed.method().length() * BITS; bit++) {
            attempt(
                    scheme,
                    copy(signed, flip(signed.method(), bit), signed.target(), signed.authority(), "", ""),
                    BODY);
        }
        for (int bit = 0; bit < signed.target().length() * BITS; bit++) {
            attempt(
                    scheme,
                    copy(signed, signed.method(), flip(signed.target(), bit), signed.authority(), "", ""),
                    BODY);
        }
        for (int bit = 0; bit < signed.authority().length() * BITS; bit++) {
            attempt(
                    scheme,
                    copy(signed, signed.method(), signed.target(), flip(signed.authority(), bit), "", ""),
                    BODY);
        }
    }

    private static String flip(String text, int bit) {
        char flipped = (char) (text.charAt(bit / BITS) ^ 1 << bit % BITS);
        return text.substring(0, bit / BITS) + flipped + text.substring(bit / BITS + 1);
    }

    private static FakeRequest copy(
            FakeRequest request, String method, String target, String authority, String field, String value) {
        FakeRequest copy = FakeRequest.of(method, target).authority(authority);
        for (String name : request.headerNames()) {
            copy = copy.header(
                    name, name.equals(field) ? value : request.headers(name).get(0));
        }
        return copy;
    }

    private AuthenticationScheme<PresentedSigV4> open(PathForm paths, QueryForm queries) {
        SigV4Scheme.NeedsPaths half = SigV4Scheme.brand("tallygate", "tg", "eu-1", "orders");
        SigV4Scheme scheme = (paths == PathForm.RAW ? half.rawPaths() : half.encodedPaths())
                .sealing("2026", Sealed.key(1))
                .replays(Replays.local().servingAtOnce());
        SigV4Scheme whole =
                queries == QueryForm.RAW ? scheme.rawQueries() : scheme.presignedUrls(Duration.ofMinutes(5));
        return whole.open(new Environment(time, new Random(1), time, new Listener() {}, Optional.of(directory)));
    }

    private void attempt(AuthenticationScheme<PresentedSigV4> scheme, FakeRequest request, byte[] body) {
        tried++;
        accepted += accepts(scheme, request, body) ? 1 : 0;
    }

    private boolean accepts(AuthenticationScheme<PresentedSigV4> scheme, FakeRequest request, byte[] body) {
        Parsed parsed = scheme.parse(request);
        if (!(parsed instanceof PresentedSigV4 presented)
                || !(scheme.resolve(presented) instanceof Resolution.Known<PresentedSigV4> known)) {
            return false;
        }
        Verdict verdict = known.proof().verify(presented, request, time.epochMillis());
        return verdict instanceof Verdict.VerifiedWithBody checked && matches(checked.check(), body);
    }

    private static boolean matches(BodyCheck check, byte[] body) {
        BodyCheck.Running running = check.begin();
        running.update(body, 0, body.length);
        return running.matches();
    }
}
