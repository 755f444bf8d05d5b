package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.Tallygate;
import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.testing.FakeRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Limited URLs of signers that know nothing of limits. */
class ForeignValetTest {
    private static final String LIMITS = "X-Amz-Grant=mail-7&X-Amz-Not-Before=20261121T120100Z"
            + "&X-Amz-Methods=GET%2CHEAD&X-Amz-Path-Prefix=%2Freports%2F"
            + "&X-Amz-Networks=192.0.2.0%2F24%2C2001%3Adb8%3A%3A%2F32";

    private final ValetEdge edge = new ValetEdge();

    @AfterEach
    void close() {
        edge.close();
    }

    /** As {@code SigV4QueryAuth} of botocore 1.43.11 signs for all services but object stores. */
    @Test
    void takesWhatBotocoreSigns() {
        keepsItsLimits(
                SigV4Scheme.aws("eu-1", "orders").encodedPaths().sealing("2026", Sealed.key(1)),
                botocores("241e01579e07c8b90d66933d49484cd733911798970cb11ef078a025b4f27333"));
    }

    /** As {@code S3SigV4QueryAuth} of botocore 1.43.11 signs for object stores. */
    @Test
    void takesWhatBotocoreSignsForObjectStores() {
        keepsItsLimits(
                SigV4Scheme.aws("eu-1", "orders")
                        .rawPaths()
                        .sealing("2026", Sealed.key(1))
                        .unsignedBodies(),
                botocores("2388e14cdf2b195a7372e648b6141c7c1f0786ca479d947e55907680f98f3593"));
    }

    private static String botocores(String signature) {
        return "/reports/?page=1%20of%202&" + LIMITS + "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                + ValetEdge.APP + "%2F20261121%2Feu-1%2Forders%2Faws4_request&X-Amz-Date=20261121T120000Z"
                + "&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Signature=" + signature;
    }

    @Test
    void takesWhatTheSdkForJavaSigns() {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(ValetEdge.HOST + "/reports/?page=1%20of%202&" + LIMITS))
                .build();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(SignRequest.builder(AwsCredentialsIdentity.create(ValetEdge.APP, AttenuableEdge.TEXT))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-1")
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "orders")
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(edge.time.instant(), ZoneOffset.UTC))
                        .build())
                .request();
        keepsItsLimits(
                SigV4Scheme.aws("eu-1", "orders").encodedPaths().sealing("2026", Sealed.key(1)),
                signed.encodedPath() + "?" + signed.encodedQueryParameters().orElseThrow());
    }

    private void keepsItsLimits(SigV4Scheme scheme, String target) {
        try (Tallygate gate = Tallygate.builder()
                .directory(edge.directory)
                .accept(scheme.presignedUrls(Duration.ofHours(1)))
                .time(edge.time)
                .build()) {
            FakeRequest request = FakeRequest.get(target).peer("192.0.2.1");
            assertThat(denial(gate, request)).isEqualTo(Denial.NOT_YET_VALID);
            edge.time.advance(Duration.ofMinutes(1));
            assertThat(denial(gate, request)).isNull();
            assertThat(denial(gate, request.peer("192.0.3.1"))).isEqualTo(Denial.NETWORK_NOT_ALLOWED);
            String below = target.replace("/reports/?", "/reports/2026/1.pdf?");
            assertThat(denial(gate, FakeRequest.of("HEAD", below).peer("192.0.2.1")))
                    .isNull();
            assertThat(denial(gate, FakeRequest.of("PUT", below).peer("192.0.2.1")))
                    .isEqualTo(Denial.RESTRICTED);
            String other = target.replace("/reports/?", "/orders/7?");
            assertThat(denial(gate, FakeRequest.get(other).peer("192.0.2.1"))).isEqualTo(Denial.RESTRICTED);
            String wider = target.replace("192.0.2.0%2F24", "192.0.0.0%2F16");
            assertThat(denial(gate, FakeRequest.get(wider).peer("192.0.2.1"))).isEqualTo(Denial.INVALID_CREDENTIAL);
            gate.revoke(ValetKeys.grant(ValetEdge.APP, "mail-7"));
            assertThat(denial(gate, request)).isEqualTo(Denial.REVOKED);
        }
    }

    private static Denial denial(Tallygate gate, FakeRequest request) {
        Decision decision = gate.admit(request, Demand.plain());
        return decision instanceof Deny deny ? deny.denial() : null;
    }
}
