package io.tallygate.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.GateUnderContract;
import io.tallygate.model.BodyAhead;
import io.tallygate.model.Denial;
import io.tallygate.testing.FakeRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final byte[] SENT = "amount=1".getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger opened = new AtomicInteger();

    @Test
    void givesTheSameBytesToTheSchemeAndThenToTheHost() throws IOException {
        RequestBody body = sent(SENT.length);
        assertThat(((BodyAhead.Whole) body.ahead(8)).bytes()).isEqualTo(SENT);
        assertThat(body.ahead(8)).isSameAs(body.ahead(8));
        SignedBody proven = body.provenAhead().orElseThrow();
        assertThat(proven.verified()).isTrue();
        assertThat(proven.readAllBytes()).isEqualTo(SENT);
        assertThat(opened).hasValue(1);
    }

    @Test
    void isLeftAloneUnlessAsked() throws IOException {
        RequestBody body = sent(SENT.length);
        assertThat(body.provenAhead()).isEmpty();
        assertThat(body.failure()).isEmpty();
        assertThat(opened).hasValue(0);
        assertThat(body.open().readAllBytes()).isEqualTo(SENT);
    }

    @Test
    void looksAtTheDeclaredLengthFirst() throws IOException {
        RequestBody body = sent(SENT.length);
        assertThat(body.ahead(7)).isEqualTo(BodyAhead.Missing.TOO_LARGE);
        assertThat(opened).hasValue(0);
        assertThat(body.open().readAllBytes()).isEqualTo(SENT);
    }

    @Test
    void losesNothingOfBodyThatTurnsOutTooLarge() throws IOException {
        RequestBody body = sent(-1);
        assertThat(body.ahead(7)).isEqualTo(BodyAhead.Missing.TOO_LARGE);
        assertThat(body.open().readAllBytes()).isEqualTo(SENT);
        assertThat(opened).hasValue(1);
    }

    /** A scheme that admits what it asked for and did not get has verified something else. */
    @Test
    void isNoProvenBodyWhenTheSchemeDidNotSeeIt() {
        RequestBody body = sent(-1);
        body.ahead(7);
        assertThatThrownBy(body::provenAhead)
                .isInstanceOfSatisfying(
                        BodyRejectedException.class,
                        rejection -> assertThat(rejection.denial()).isEqualTo(Denial.BODY_TOO_LARGE));
    }

    /** Some hosts end a body early in silence when the client goes away. */
    @Test
    void takesShortBodyForBroken() {
        RequestBody body = sent(9);
        assertThat(body.ahead(100)).isEqualTo(BodyAhead.Missing.BROKEN);
        assertThat(body.failure()).containsInstanceOf(EOFException.class);
    }

    @Test
    void failsTheRequestWhenItCannotBeReadWhateverTheSchemeSays() {
        try (GateUnderContract gate = new GateUnderContract()) {
            RequestBody body = new RequestBody(RequestBodyTest::gone, -1);
            FakeRequest request = FakeRequest.post("/x").header("Contract-Key", "ann");
            body.ahead(8);
            assertThatThrownBy(() -> HostPolicy.of(gate.gate()).admit(request, "/x", body))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the client is gone");
            assertThat(gate.charged()).isEqualTo(1);
            assertThat(gate.owed()).isZero();
        }
    }

    private RequestBody sent(long declaredLength) {
        return new RequestBody(
                () -> {
                    opened.incrementAndGet();
                    return new ByteArrayInputStream(SENT);
                },
                declaredLength);
    }

    private static InputStream gone() throws IOException {
        throw new IOException("the client is gone");
    }
}
