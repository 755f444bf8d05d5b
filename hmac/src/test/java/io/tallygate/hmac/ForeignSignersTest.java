package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.directory.InMemoryDirectory;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Listener;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import io.tallygate.testing.FakeRequest;
import io.tallygate.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** What the AWS SDK for Java signs, we verify; and what we sign, it signs alike. */
class ForeignSignersTest {
    private static final int REQUESTS = 3_000;
    private static final byte[] NO_BODY = {};

    private final long seed = new Random().nextLong();
    private final RandomTargets random = new RandomTargets(new Random(seed));
    private final ManualTime time = ManualTime.at("2026-01-31T12:00:00Z");
    private final InMemoryDirectory directory = new InMemoryDirectory(time);
    private int requests;
    private int refused;

    @Test
    void agreesWithTheSdkOnRandomTargets() {
        Sealed.insert(directory, "AKIDEXAMPLE", "tgs_1");
        for (PathForm paths : PathForm.values()) {
            try (AuthenticationScheme<PresentedSigV4> scheme = open(paths)) {
                for (int i = 0; i < REQUESTS; i++) {
                    signedInHeader(scheme, paths, random.target(paths));
                    signedInUrl(scheme, paths, random.target(paths));
                }
            }
        }
        System.out.println("FOREIGN requests=" + requests + " wrongly_refused=" + refused);
        assertThat(requests).isGreaterThanOrEqualTo(10_000);
        assertThat(refused).as("seed " + seed).isZero();
    }

    /** As for object stores in the one form, where bodies of URLs are not signed; as for all other services in the other. */
    private AuthenticationScheme<PresentedSigV4> open(PathForm paths) {
        SigV4Scheme.NeedsPaths half = SigV4Scheme.aws("eu-1", "orders");
        SigV4Scheme.NeedsSealing pinned = paths == PathForm.RAW ? half.rawPaths() : half.encodedPaths();
        SigV4Scheme scheme = pinned.sealing("2026", Sealed.key(1))
                .presignedUrls(Duration.ofMinutes(5))
                .replays(Replays.local().servingAtOnce().capacity(REQUESTS).perKey(REQUESTS));
        return (paths == PathForm.RAW ? scheme.unsignedBodies() : scheme)
                .open(new Environment(time, new Random(1), time, new Listener() {}, Optional.of(directory)));
    }

    private void signedInHeader(
            AuthenticationScheme<PresentedSigV4> scheme, PathForm paths, RandomTargets.Target target) {
        byte[] body = random.body();
        SdkHttpRequest theirs = sign(request(target, body.length > 0), paths, body, false);
        expect(scheme, wire(theirs), target);

        String method = theirs.method().name();
        FakeRequest plain = FakeRequest.of(method, target.wire()).header("X-Some", target.field());
        FakeRequest ours = new SigV4Client(
                        SigV4Client.scope("aws", "amz"), paths, QueryForm.SORTED, "AKIDEXAMPLE", "tgs_1")
                .signWithHash(plain, time.instant(), body);
        assertThat(ours.headers("Authorization"))
                .as("seed %d, %s", seed, target)
                .isEqualTo(theirs.headers().get("Authorization"));
    }

    private void signedInUrl(AuthenticationScheme<PresentedSigV4> scheme, PathForm paths, RandomTargets.Target target) {
        expect(scheme, wire(sign(request(target, false), paths, NO_BODY, true)), target);
    }

    private void expect(AuthenticationScheme<PresentedSigV4> scheme, FakeRequest request, RandomTargets.Target target) {
        requests++;
        if (!(scheme.parse(request) instanceof PresentedSigV4 presented)
                || !(scheme.resolve(presented) instanceof Resolution.Known<PresentedSigV4> known)
                || known.proof().verify(presented, request, time.epochMillis()) instanceof Verdict.Failed) {
            refused++;
            System.out.println("refused, seed " + seed + ": " + target + " as " + request.target());
        }
    }

    private static SdkHttpRequest request(RandomTargets.Target target, boolean body) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(body ? SdkHttpMethod.POST : SdkHttpMethod.GET)
                .protocol("https")
                .host("api.example.com")
                .encodedPath(target.path())
                .putHeader("X-Some", target.field());
        for (Map.Entry<String, String> parameter : target.parameters()) {
            request.appendRawQueryParameter(parameter.getKey(), parameter.getValue());
        }
        return request.build();
    }

    private SdkHttpRequest sign(SdkHttpRequest request, PathForm paths, byte[] body, boolean url) {
        boolean general = paths == PathForm.GENERAL;
        SignRequest.Builder<AwsCredentialsIdentity> job = SignRequest.builder(
                        AwsCredentialsIdentity.create("AKIDEXAMPLE", "tgs_1"))
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-1")
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "orders")
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, general)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, general)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time.instant(), ZoneOffset.UTC));
        if (url) {
            job.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5))
                    .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, general);
        }
        return AwsV4HttpSigner.create().sign(job.build()).request();
    }

    /** What a client would send. */
    private static FakeRequest wire(SdkHttpRequest signed) {
        String query = signed.encodedQueryParameters().map(it -> "?" + it).orElse("");
        FakeRequest request = FakeRequest.of(signed.method().name(), signed.encodedPath() + query);
        for (Map.Entry<String, List<String>> field : signed.headers().entrySet()) {
            for (String line : field.getValue()) {
                request = field.getKey().equals("Host")
                        ? request.authority(line)
                        : request.header(
                                field.getKey(),
                                new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            }
        }
        return request;
    }
}
