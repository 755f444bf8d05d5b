package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.adapter.HostPolicy;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What becomes of bodies, signed and not. Held ones are verified before the host runs, larger ones while it reads. */
abstract class AdapterBodies extends AdapterRequests {
    private static final UnaryOperator<HostPolicy> STREAMING = policy -> policy.holdSignedBodies(1_000);

    static void echoLength(AdapterHost.Call call) throws IOException {
        call.answer(200, ascii(call.body().readAllBytes().length + " bytes"));
    }

    @Test
    void leavesUnsignedBodyAlone() throws Exception {
        byte[] body = pattern(100_000);
        start(call -> call.answer(200, call.body().readAllBytes()));
        assertThat(post(body).body()).isEqualTo(body);
        assertThat(chunked(body).body()).isEqualTo(body);
    }

    @Test
    void passesSignedBodyUnchanged() throws Exception {
        start(call -> call.answer(200, call.body().readAllBytes()));
        for (int length : new int[] {0, 1, 5_000, HostPolicy.DEFAULT_HELD_BYTES, 100_000, ContractScheme.MAX_BODY}) {
            byte[] body = pattern(length);
            assertThat(post(body, signing(body)).body()).as("length " + length).isEqualTo(body);
            assertThat(chunked(body, signing(body)).body())
                    .as("chunked " + length)
                    .isEqualTo(body);
        }
        assertThat(served).hasValue(12);
        assertThat(meter.owed()).isEqualTo(12);
    }

    @Test
    void neverRunsTheHostOnTamperedBodyThatIsHeld() throws Exception {
        start(AdapterBodies::echoLength);
        byte[] body = pattern(5_000);
        assertRejected(post(tampered(body), signing(body)), Denial.DIGEST_MISMATCH);
        assertRejected(chunked(tampered(body), signing(body)), Denial.DIGEST_MISMATCH);
        assertRejected(post(pattern(4_999), signing(body)), Denial.DIGEST_MISMATCH);
        assertRejected(post(NOTHING, signing(body)), Denial.DIGEST_MISMATCH);
        assertThat(served).hasValue(0);
        assertThat(meter.requests()).isEqualTo(4);
        assertThat(meter.owed()).isZero();
    }

    @Test
    void failsTheReadOfTamperedBodyBeforeItsEnd() throws Exception {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        start(STREAMING, call -> {
            // Exactly as many bytes as were declared, never asking for the end.
            for (int i = 0; i < 50_000; i++) {
                got.write(call.body().read());
            }
            call.answer(200, NOTHING);
        });
        byte[] body = pattern(50_000);
        assertRejected(post(tampered(body), signing(body)), Denial.DIGEST_MISMATCH);
        assertThat(served).hasValue(1);
        assertThat(got.size()).isLessThan(50_000);
        assertThat(meter.awaitOwed(0)).isZero();
    }

    @Test
    void replacesTheAnswerOfHostThatSwallowsTheFailedRead() throws Exception {
        start(STREAMING, call -> {
            try {
                call.body().readAllBytes();
            } catch (IOException swallowed) {
                throw new IllegalStateException("something of the host's own", swallowed);
            }
        });
        byte[] body = pattern(50_000);
        assertRejected(post(tampered(body), signing(body)), Denial.DIGEST_MISMATCH);
        assertThat(served).hasValue(1);
    }

    @Test
    void refusesBodyBeyondTheSchemesLimit() throws Exception {
        start(AdapterBodies::echoLength);
        byte[] body = pattern(ContractScheme.MAX_BODY + 1);
        assertRejected(declaring(body.length, signing(body)), Denial.BODY_TOO_LARGE);
        assertThat(served).hasValue(0);
        assertRejected(chunked(body, signing(body)), Denial.BODY_TOO_LARGE);
        assertThat(meter.awaitOwed(0)).isZero();
    }

    @Test
    void verifiesWhatTheHostLeavesUnread() throws Exception {
        start(STREAMING, call -> {
            if (call.body().read() < 0) {
                throw new IOException("the body was empty");
            }
            call.answer(200, ascii("never seen"));
        });
        byte[] body = pattern(50_000);
        assertRejected(post(tampered(body), signing(body)), Denial.DIGEST_MISMATCH);
        assertRejected(chunked(tampered(body), signing(body)), Denial.DIGEST_MISMATCH);
        assertThat(served).hasValue(2);
        assertThat(meter.awaitOwed(0)).isZero();
    }

    @Test
    void servesHostThatLeavesGoodBodyUnread() throws Exception {
        start(STREAMING, call -> call.answer(200, NOTHING));
        byte[] body = pattern(50_000);
        assertThat(post(body, signing(body)).status()).isEqualTo(200);
        assertThat(chunked(body, signing(body)).status()).isEqualTo(200);
        closeHost();
        assertThat(meter.owed()).isEqualTo(2);
    }

    final void assertRejected(RawHttp.Reply reply, Denial denial) throws Exception {
        assertIsReplyTo(Deny.because(denial).named(nextDecision().requestId()), reply);
    }

    final RawHttp.Reply chunked(byte[] body, String... lines) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += 7_001) {
            int size = Math.min(7_001, body.length - from);
            message.writeBytes(ascii(Integer.toHexString(size) + "\r\n"));
            message.write(body, from, size);
            message.writeBytes(ascii("\r\n"));
        }
        message.writeBytes(ascii("0\r\n\r\n"));
        String head = head("POST", "/x", lines) + "\nTransfer-Encoding: chunked";
        return RawHttp.exchange(port(), head, message.toByteArray());
    }

    /** Declares a body and waits with it, as clients do that expect to be refused. */
    final RawHttp.Reply declaring(int length, String line) throws IOException {
        return RawHttp.exchange(port(), head("POST", "/x", line) + "\nContent-Length: " + length, NOTHING);
    }
}
