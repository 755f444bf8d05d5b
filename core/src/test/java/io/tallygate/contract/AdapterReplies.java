package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.Decision;
import io.tallygate.model.Demand;
import io.tallygate.model.Denial;
import io.tallygate.model.Deny;
import io.tallygate.model.HttpReply;
import io.tallygate.model.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the client gets back: the gate's table, copied. */
abstract class AdapterReplies extends AdapterFixture {
    @Test
    void servesAdmittedRequestWithTheGatesHeaderFields() throws Exception {
        start(call -> call.answer(200, ascii("served")));
        RawHttp.Reply reply = get("/x");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("served");
        List<HttpReply.Field> expected = gate().reply(nextDecision()).headers();
        assertThat(expected).isNotEmpty();
        assertCopied(reply, expected);
    }

    @Test
    void copiesEveryDenialByteForByte() throws Exception {
        start(call -> call.answer(200, NOTHING));
        List<Denial> copied = new ArrayList<>();
        for (Denial denial : Denial.values()) {
            RawHttp.Reply reply = get("/x", "Contract-Deny: " + denial);
            if (nextDecision() instanceof Deny deny && deny.denial() == denial) {
                copied.add(denial);
                assertIsReplyTo(deny, reply);
            }
        }
        assertThat(copied).hasSizeGreaterThanOrEqualTo(10).contains(Denial.INVALID_CREDENTIAL, Denial.REPLAYED);
        assertThat(served).hasValue(0);
        assertThat(meter.requests()).isZero();
    }

    @Test
    void copiesDenialOfTheMeterWithItsLimits() throws Exception {
        start(policy -> policy.demand(Demand.plain().meter(CountingMeter.FULL)), call -> call.answer(200, NOTHING));
        RawHttp.Reply reply = get("/x");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.values("Retry-After")).isNotEmpty();
        assertIsReplyTo(nextDecision(), reply);
    }

    @Test
    void answersHeadWithTheHeaderFieldsOfGetAndNoBody() throws Exception {
        start(call -> call.answer(200, NOTHING));
        try (RawHttp connection = new RawHttp(port())) {
            connection.send(head("HEAD", "/x", "Contract-Deny: REVOKED"), NOTHING);
            RawHttp.Reply refused = connection.receive(true);
            HttpReply expected = gate().reply(nextDecision());
            assertThat(refused.status()).isEqualTo(expected.status());
            assertThat(refused.values("Content-Length")).containsExactly(String.valueOf(expected.body().length));
            // A body would be taken for the beginning of the next answer.
            connection.send(head("GET", "/x"), NOTHING);
            assertThat(connection.receive(false).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesUploadAndKeepsTheAnswerReadable() throws Exception {
        start(call -> call.answer(200, NOTHING));
        RawHttp.Reply reply = post(pattern(20_000), "Contract-Deny: REPLAYED");
        assertIsReplyTo(nextDecision(), reply);
        assertThat(served).hasValue(0);
    }

    @Test
    void answersPipelinedRequestsInOrderAndChargesEachOnce() throws Exception {
        start(call ->
                call.answer(200, ascii(((Permit) call.decision()).entitlement().subject())));
        StringBuilder burst = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String deny = i % 5 == 4 ? "Contract-Deny: REVOKED\n" : "";
            burst.append("GET /x HTTP/1.1\nHost: a\nContract-Key: u" + i + "\n" + deny + "\n");
        }
        try (RawHttp connection = new RawHttp(port())) {
            connection.write(ascii(burst.toString().replace("\n", "\r\n")));
            for (int i = 0; i < 20; i++) {
                RawHttp.Reply reply = connection.receive(false);
                assertThat(reply.status() == 200).as("request " + i).isEqualTo(i % 5 != 4);
                assertThat(i % 5 == 4 ? "u" + i : reply.text()).isEqualTo("u" + i);
            }
        }
        assertThat(meter.requests()).isEqualTo(served.get()).isEqualTo(16);
    }

    final void assertIsReplyTo(Decision decision, RawHttp.Reply reply) {
        HttpReply expected = gate().reply(decision);
        assertThat(reply.status()).isEqualTo(expected.status());
        assertThat(reply.body()).isEqualTo(expected.body());
        assertThat(reply.values("Content-Length")).containsExactly(String.valueOf(expected.body().length));
        assertCopied(reply, expected.headers());
    }

    private static void assertCopied(RawHttp.Reply reply, List<HttpReply.Field> expected) {
        Stream<String> names = expected.stream().map(HttpReply.Field::name).distinct();
        names.forEach(name -> assertThat(reply.values(name))
                .as(name)
                .containsExactlyElementsOf(expected.stream()
                        .filter(field -> field.name().equals(name))
                        .map(HttpReply.Field::value)
                        .toList()));
    }
}
