package io.tallygate.examples.load;

import io.tallygate.Tallygate;
import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.hmac.AppKeys;
import io.tallygate.hmac.HmacScheme;
import io.tallygate.hmac.PresentedSignature;
import io.tallygate.hmac.Replays;
import io.tallygate.hmac.RequestSigner;
import io.tallygate.issue.IssuedKey;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Demand;
import io.tallygate.model.Secret;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.TimeSource;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import io.tallygate.testing.TimingComparison;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Whether the time that the refusal of a signed request takes tells why: a name that nobody has, another secret, a code of
 * which all bytes but the last are right.
 *
 * <p>Twice: through a gate that remembers what it heard of the name a moment ago, as it does of both kinds; and by the
 * scheme alone, which looks up the name each time, in a directory to which all names are the same work.
 */
final class SignatureTiming implements Scenario {
    private static final int WARM_UPS = 20;
    private static final int WARM_UP = 5_000;
    private static final int READY = 256;
    private static final double DIFFERENT = 5;
    private static final URI TARGET = URI.create("http://localhost/orders?page=1");

    private final int times;
    private final RandomGenerator random = new SplittableRandom(1);
    private final TimeSource clock = TimeSource.system();
    private final ManualTime time = ManualTime.at(Instant.ofEpochMilli(clock.epochMillis()));
    private final AppKeys keys = AppKeys.in(new InMemoryDirectory())
            .sealing("load", SignatureTiming::sealingKey)
            .time(time)
            .random(random);
    private final IssuedKey good = keys.issue("acme", "orders:read");
    private final Secret wrong = Secret.ofUtf8(keys.issue("other").secret());

    private final CredentialId nobody = keys.draft().id();

    /** Counted so that the control's comparison is not left out by the compiler. */
    private int equal;

    /** @param times that each kind of request is made, in each comparison */
    SignatureTiming(int times) {
        this.times = times;
    }

    private static Secret sealingKey() {
        return Secret.of(new byte[32]);
    }

    @Override
    public String name() {
        return "timing.hmac";
    }

    @Override
    public boolean run() {
        Shelf directory = new Shelf(List.of(good.record()));
        HmacScheme settings = HmacScheme.profile("orders")
                .sealing("load", SignatureTiming::sealingKey)
                .replays(Replays.local().servingAtOnce());
        Environment environment = new Environment(time, random, time, new Listener() {}, Optional.of(directory));
        try (Tallygate gate = Tallygate.builder()
                        .directory(directory)
                        .accept(settings)
                        .time(time)
                        .build();
                AuthenticationScheme<PresentedSignature> scheme = settings.open(environment)) {
            return measure(gate, scheme);
        }
    }

    private boolean measure(Tallygate gate, AuthenticationScheme<PresentedSignature> scheme) {
        Consumer<FakeRequest> admit = request -> gate.admit(request, Demand.plain());
        Consumer<FakeRequest> lookUp = request -> refuse(scheme, request);
        Consumer<Guess> guess = made -> guess(gate, made);
        Supplier<FakeRequest> unknown = ready(() -> signed(nobody, wrong));
        Supplier<FakeRequest> known = ready(() -> signed(good.id(), wrong));
        Supplier<FakeRequest> early = ready(() -> wrongAt(0));
        Supplier<FakeRequest> late = ready(() -> wrongAt(31));
        Supplier<Guess> hasty = () -> Guess.wrongAtOnce(known.get());
        Supplier<Guess> thorough = () -> Guess.wrongAtTheEnd(known.get());
        for (int i = 0; i < WARM_UPS; i++) { // until all is compiled that is called often
            compare(admit, unknown, known, WARM_UP);
            compare(lookUp, unknown, known, WARM_UP);
            compare(admit, early, late, WARM_UP);
            compare(guess, hasty, thorough, WARM_UP);
        }
        double ofName = compare(admit, unknown, known, times);
        double ofLookUp = compare(lookUp, unknown, known, times);
        double ofByte = compare(admit, early, late, times);
        double control = compare(guess, hasty, thorough, times);
        return new Outcome("TIMING")
                .figure("scheme", "hmac")
                .figure("n", times)
                .figure("unknown_vs_known_t", decimal(ofName))
                .figure("look_up_unknown_vs_known_t", decimal(ofLookUp))
                .figure("first_vs_last_byte_t", decimal(ofByte))
                .figure("control_t", decimal(control))
                .promise("an unknown name takes as long as a wrong secret", Math.abs(ofName) < DIFFERENT)
                .promise("a code takes as long wherever it is wrong", Math.abs(ofByte) < DIFFERENT)
                .promise("the control is found out", Math.abs(control) > 10 * DIFFERENT)
                .tell();
    }

    /** What a gate has a scheme do for a request that comes to nothing. */
    private void refuse(AuthenticationScheme<PresentedSignature> scheme, FakeRequest request) {
        PresentedSignature presented = (PresentedSignature) scheme.parse(request);
        if (scheme.resolve(presented) instanceof Resolution.Known<PresentedSignature> found) {
            found.proof().verify(presented, request, time.epochMillis());
        } else {
            scheme.pretend(presented, request);
        }
    }

    private <T> double compare(Consumer<T> action, Supplier<T> one, Supplier<T> other, int runs) {
        return TimingComparison.of(action, one, other, runs, clock::nanos, random);
    }

    /** Some that were made long ago, at random: of two that are made one after the other, the later is nearer at hand. */
    private Supplier<FakeRequest> ready(Supplier<FakeRequest> maker) {
        List<FakeRequest> made = Stream.generate(maker).limit(READY).toList();
        return () -> made.get(random.nextInt(READY));
    }

    private FakeRequest signed(CredentialId name, Secret secret) {
        return request(sign(name, secret));
    }

    /** Signed with the right secret, and one byte changed. */
    private FakeRequest wrongAt(int index) {
        Map<String, String> fields = sign(good.id(), Secret.ofUtf8(good.secret()));
        String signature = fields.get("Signature");
        int from = signature.indexOf(':') + 1;
        byte[] code = Base64.getDecoder().decode(signature.substring(from, signature.length() - 1));
        code[index] ^= 1;
        fields.put(
                "Signature", signature.substring(0, from) + Base64.getEncoder().encodeToString(code) + ":");
        return request(fields);
    }

    private Map<String, String> sign(CredentialId name, Secret secret) {
        return RequestSigner.of(name.value(), secret).time(time).random(random).sign("GET", TARGET);
    }

    private static FakeRequest request(Map<String, String> fields) {
        FakeRequest request =
                FakeRequest.get("/orders?page=1").authority("localhost").peer(null);
        for (Map.Entry<String, String> field : fields.entrySet()) {
            request = request.header(field.getKey(), field.getValue());
        }
        return request;
    }

    private void guess(Tallygate gate, Guess guess) {
        gate.admit(guess.request(), Demand.plain());
        equal += guess.isRight() ? 1 : 0;
    }

    private static String decimal(double t) {
        return String.format(Locale.ROOT, "%.1f", t);
    }
}
