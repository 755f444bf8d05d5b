package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What becomes of bodies that a scheme asks for before the gate has decided. */
abstract class AdapterBodiesAhead extends AdapterBodies {
    @Test
    void givesTheHostWhatWasReadAhead() throws Exception {
        start(call -> call.answer(200, call.body().readAllBytes()));
        for (int length : new int[] {0, 1, 5_000, ContractScheme.MAX_AHEAD}) {
            byte[] body = pattern(length);
            assertThat(post(body, ahead(body)).body()).as("length " + length).isEqualTo(body);
            assertThat(chunked(body, ahead(body)).body())
                    .as("chunked " + length)
                    .isEqualTo(body);
        }
        assertThat(served).hasValue(8);
        assertThat(meter.owed()).isEqualTo(8);
    }

    @Test
    void checksWhatWasReadAheadOnceMoreWhenTheSchemeWantsThat() throws Exception {
        start(call -> call.answer(200, call.body().readAllBytes()));
        byte[] body = pattern(5_000);
        assertRejected(post(body, ahead(body), signing(tampered(body))), Denial.DIGEST_MISMATCH);
        assertThat(post(body, ahead(body), signing(body)).body()).isEqualTo(body);
        assertThat(served).hasValue(1);
        assertThat(meter.owed()).isEqualTo(1);
    }

    @Test
    void chargesNothingForBodyThatIsNotTheSignedOne() throws Exception {
        start(AdapterBodies::echoLength);
        byte[] body = pattern(5_000);
        assertRejected(post(tampered(body), ahead(body)), Denial.INVALID_CREDENTIAL);
        assertRejected(chunked(pattern(4_999), ahead(body)), Denial.INVALID_CREDENTIAL);
        assertThat(served).hasValue(0);
        assertThat(meter.requests()).isZero();
    }

    @Test
    void readsNoMoreAheadThanTheSchemeAllows() throws Exception {
        start(AdapterBodies::echoLength);
        byte[] body = pattern(ContractScheme.MAX_AHEAD + 1);
        assertRejected(declaring(body.length, ahead(body)), Denial.BODY_TOO_LARGE);
        assertRejected(chunked(body, ahead(body)), Denial.BODY_TOO_LARGE);
        assertThat(served).hasValue(0);
        assertThat(meter.requests()).isZero();
    }

    @Test
    void failsRequestWhoseBodyBreaksOffWhileItIsReadAhead() throws Exception {
        start(AdapterBodies::echoLength);
        byte[] body = pattern(100);
        breakOff("Content-Length: 200", body, ahead(body));
        breakOff("Transfer-Encoding: chunked", ascii("c8\r\n12345"), ahead(body));
        breakOff("Transfer-Encoding: chunked", ascii("no length\r\n12345"), ahead(body));
        assertThat(served).hasValue(0);
        assertThat(meter.requests()).isZero();
        assertThat(under.alarms()).as("what any client can cause is no alarm").isEmpty();
    }

    /** Whether the host answers is its own affair; it must not be with what it serves, and no caller is accused. */
    private void breakOff(String framing, byte[] beginning, String line) throws Exception {
        try (RawHttp connection = new RawHttp(port())) {
            connection.send(head("POST", "/x", line) + "\n" + framing, beginning);
            connection.endOutput();
            assertThat(connection.receive(false).status()).isGreaterThanOrEqualTo(400);
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        }
        assertThat(nextDecision()).isInstanceOfSatisfying(Deny.class, deny -> {
            assertThat(deny.denial()).isEqualTo(Denial.UNAVAILABLE);
            assertThat(deny.entitlement()).as("who proved nothing").isNull();
        });
    }

    private static String ahead(byte[] body) {
        return "Contract-Ahead: " + GateUnderContract.digest(body);
    }
}
