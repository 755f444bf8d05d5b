package io.tallygate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.BodyAhead;
import io.tallygate.model.IpAddress;
import org.junit.jupiter.api.Test;

class FakeRequestTest {
    @Test
    void carriesWhatItWasGiven() {
        FakeRequest request = FakeRequest.get("/orders?x=1")
                .header("X-Api-Key", "a")
                .header("x-api-key", "b")
                .peer("203.0.113.7")
                .authority("orders.example.com")
                .encrypted();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.target()).isEqualTo("/orders?x=1");
        assertThat(request.headers("X-API-KEY")).containsExactly("a", "b");
        assertThat(request.headerNames()).containsExactly("X-Api-Key", "x-api-key");
        assertThat(request.headers("Accept")).isEmpty();
        assertThat(request.peer()).isEqualTo(IpAddress.parse("203.0.113.7"));
        assertThat(request.authority()).isEqualTo("orders.example.com");
        assertThat(request.secure()).isTrue();
        assertThat(request.clientCertificate()).isEmpty();
    }

    @Test
    void leavesTheRequestItWasMadeFromAsItWas() {
        FakeRequest plain = FakeRequest.post("/orders");
        FakeRequest other = plain.header("A", "1").encrypted().peer(null);
        assertThat(plain.headerNames()).isEmpty();
        assertThat(plain.secure()).isFalse();
        assertThat(plain.peer()).isNotNull();
        assertThat(other.peer()).isNull();
    }

    @Test
    void givesItsBodyToWhomItIsNotTooLargeFor() {
        FakeRequest request = FakeRequest.post("/orders").body(new byte[] {1, 2, 3});
        assertThat(request.bodyAhead(2)).isEqualTo(BodyAhead.Missing.TOO_LARGE);
        assertThat(bytes(request.encrypted().bodyAhead(3))).containsExactly(1, 2, 3);
        assertThat(bytes(FakeRequest.get("/orders").bodyAhead(0))).isEmpty();
    }

    private static byte[] bytes(BodyAhead body) {
        return ((BodyAhead.Whole) body).bytes();
    }
}
