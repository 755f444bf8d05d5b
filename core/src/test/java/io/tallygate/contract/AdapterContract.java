package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.adapter.HostPolicy;
import io.tallygate.model.Permit;
import java.io.EOFException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * What an adapter must do, over real HTTP. Whoever writes one extends this class and says how to start the host:
 *
 * <ul>
 *   <li>the gate sees the request as it came off the wire, and the host's code sees its decision, caller and roles;
 *   <li>every reply of the gate reaches the client byte for byte;
 *   <li>a request is charged once, and settled as the policy says, also when it is served asynchronously or fails;
 *   <li>no host gets the whole of a signed body that is not the one that was signed;
 *   <li>a scheme that asks gets the whole body before the gate decides, and the host reads it again.
 * </ul>
 */
public abstract class AdapterContract extends AdapterBodiesAhead {
    @Test
    void billsServerErrorsUnlessToldOtherwise() throws Exception {
        start(call -> call.answer(503, NOTHING));
        assertThat(get("/x").status()).isEqualTo(503);
        closeHost();
        assertThat(meter.owed()).isEqualTo(1);
    }

    @Test
    void refundsServerErrorsWhenTold() throws Exception {
        start(HostPolicy::refundServerErrors, call -> call.answer(503, NOTHING));
        assertThat(get("/x").status()).isEqualTo(503);
        assertThat(meter.awaitOwed(0)).isZero();
        assertThat(meter.requests()).isEqualTo(1);
    }

    @Test
    void billsClientErrorsEvenWhenServerErrorsAreRefunded() throws Exception {
        start(HostPolicy::refundServerErrors, call -> call.answer(404, NOTHING));
        assertThat(get("/x").status()).isEqualTo(404);
        closeHost();
        assertThat(meter.owed()).isEqualTo(1);
    }

    @Test
    void billsExceptionsUnlessToldOtherwise() throws Exception {
        start(AdapterContract::fail);
        getFailure();
        closeHost();
        assertThat(meter.owed()).isEqualTo(1);
    }

    @Test
    void refundsExceptionsWhenTold() throws Exception {
        start(HostPolicy::refundServerErrors, AdapterContract::fail);
        getFailure();
        assertThat(meter.awaitOwed(0)).isZero();
    }

    @Test
    void leavesTheFirstWordToHostThatSettlesItself() throws Exception {
        start(call -> {
            ((Permit) call.decision()).refund();
            call.answer(200, NOTHING);
        });
        assertThat(get("/x").status()).isEqualTo(200);
        assertThat(meter.owed()).isZero();
    }

    @Test
    void servesAsynchronouslyAndChargesOnce() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        start(call -> {
            call.later(rest -> {
                letGo.await();
                rest.answer(200, ascii(rest.decision().requestId().toString()));
            });
            letGo.countDown();
        });
        RawHttp.Reply reply = get("/x");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(nextDecision().requestId().toString());
        closeHost();
        assertThat(meter.owed()).isEqualTo(1);
        assertThat(served).hasValue(1);
    }

    @Test
    void refundsAsynchronousServerErrorsWhenTold() throws Exception {
        start(HostPolicy::refundServerErrors, call -> call.later(rest -> rest.answer(500, NOTHING)));
        for (int i = 0; i < 50; i++) {
            assertThat(get("/x").status()).isEqualTo(500);
        }
        assertThat(meter.awaitOwed(0)).isZero();
        assertThat(meter.requests()).isEqualTo(50);
    }

    private static void fail(AdapterHost.Call call) {
        throw new IllegalStateException("the host's own failure, thrown by the contract");
    }

    private void getFailure() throws Exception {
        if (answersExceptions()) {
            assertThat(get("/x").status()).isEqualTo(500);
            return;
        }
        try {
            assertThat(get("/x").status()).isEqualTo(500);
        } catch (EOFException closed) {
            assertThat(served).hasValue(1);
        }
    }
}
