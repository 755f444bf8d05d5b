package io.tallygate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.ContractScheme.Seen;
import io.tallygate.model.Demand;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Permit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the gate and the host's own code see of a request. */
abstract class AdapterRequests extends AdapterReplies {
    @Test
    void showsTheTargetAsItWasSent() throws Exception {
        start(call -> call.answer(200, NOTHING));
        List<String> targets =
                List.of("/", "/a?b=c&b=%20+d", "/caf%C3%A9/%7Euser/a+b", "/a/b.c?x=http://y/?z", "/%61?");
        for (String target : targets) {
            get(target);
        }
        for (String target : targets.subList(0, 4)) {
            assertThat(nextSeen().target()).isEqualTo(target);
        }
        // Some hosts do not tell an empty query from none.
        assertThat(nextSeen().target()).isIn("/%61?", "/%61");
    }

    @Test
    void showsAbsoluteTargetInOriginForm() throws Exception {
        start(call -> call.answer(200, NOTHING));
        get("http://api.example.com/a%20b?c");
        Seen seen = nextSeen();
        assertThat(seen.target()).isEqualTo("/a%20b?c");
        assertThat(seen.authority()).isEqualTo("api.example.com");
    }

    @Test
    void showsEveryFieldLineInOrder() throws Exception {
        start(call -> call.answer(200, NOTHING));
        String long6k = "x".repeat(6_000);
        get("/x", "Contract-Note: one", "Other: between", "contract-note: two, three", "CONTRACT-NOTE: " + long6k);
        Seen seen = nextSeen();
        assertThat(seen.notes()).containsExactly("one", "two, three", long6k);
        assertThat(seen.names()).anyMatch("other"::equalsIgnoreCase).anyMatch("contract-note"::equalsIgnoreCase);
        assertThat(seen.method()).isEqualTo("GET");
        assertThat(seen.authority()).isEqualTo("api.example.com");
        assertThat(seen.secure()).isFalse();
        assertThat(seen.peer()).isIn(IpAddress.parse("127.0.0.1"), IpAddress.parse("::1"));
    }

    @Test
    void refusesRepeatedCredential() throws Exception {
        start(call -> call.answer(200, NOTHING));
        assertThat(get("/x", "Contract-Key: bob").status()).isEqualTo(400);
        assertThat(served).hasValue(0);
    }

    @Test
    void refusesRequestWithoutCredential() throws Exception {
        start(call -> call.answer(200, NOTHING));
        RawHttp.Reply reply = RawHttp.exchange(port(), "GET /x HTTP/1.1\nHost: a", NOTHING);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.values("WWW-Authenticate")).isNotEmpty();
        assertIsReplyTo(nextDecision(), reply);
    }

    @Test
    void givesTheHostItsDecisionCallerAndRoles() throws Exception {
        List<Object> saw = new ArrayList<>();
        start(call -> {
            saw.add(call.decision());
            saw.add(call.principal() == null ? "nobody" : call.principal().getName());
            saw.add(call.inRole(ContractScheme.SCOPE));
            saw.add(call.inRole("orders:write"));
            call.answer(200, NOTHING);
        });
        get("/x");
        assertThat(saw).containsExactly(nextDecision(), "ann", true, false);
    }

    @Test
    void demandsWhatTheRouteDemands() throws Exception {
        start(
                policy -> policy.require(ContractScheme.SCOPE)
                        .route("/reports/*", Demand.of(ContractScheme.SCOPE).units(5))
                        .route("/reports/secret", Demand.of("top:secret"))
                        .uncounted("/health"),
                call -> call.answer(200, NOTHING));
        assertThat(get("/x").status()).isEqualTo(200);
        assertThat(meter.owed()).isEqualTo(1);
        assertThat(get("/reports/may?x=/health").status()).isEqualTo(200);
        assertThat(meter.owed()).isEqualTo(6);
        assertThat(get("/health").status()).isEqualTo(200);
        assertThat(meter.owed()).isEqualTo(6);
        assertThat(get("/reports/secret").status()).isEqualTo(403);
        assertThat(meter.owed()).isEqualTo(6);
        assertThat(served).hasValue(3);
    }

    /** Whatever a host makes of these, if it serves them at all, they must not be a way around the route. */
    @Test
    void noSpellingWalksAroundARoute() throws Exception {
        start(
                policy -> policy.require(ContractScheme.SCOPE).route("/secret/*", Demand.of("top:secret")),
                call -> call.answer(200, NOTHING));
        List<String> spellings = List.of(
                "/secret/a",
                "/secret",
                "/secret/",
                "/%73ecret/a",
                "//secret/a",
                "/x/../secret/a",
                "/./secret/a",
                "/secret;v=1/a",
                "/x;/../secret/a",
                "/x%2f..%2fsecret/a",
                "/x/%2e%2e/secret/a",
                "/secret%2fa",
                "/%2573ecret/a",
                "/x/..;/secret/a",
                "http://api.example.com/secret/a");
        for (String spelling : spellings) {
            assertThat(get(spelling).status()).as(spelling).isIn(400, 403, 404);
        }
        assertThat(served).hasValue(0);
        assertThat(get("/x").status()).isEqualTo(200);
    }

    @Test
    void concurrentRequestsKeepTheirOwnDecisionsAndAreChargedOnce() throws Exception {
        start(call -> {
            String subject = ((Permit) call.decision()).entitlement().subject();
            Thread.yield();
            boolean same =
                    call.principal() != null && subject.equals(call.principal().getName());
            call.answer(
                    same ? 200 : 500,
                    ascii(((Permit) call.decision()).entitlement().subject()));
        });
        int clients = 4;
        int each = 100;
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                String subject = "client-" + client;
                answers.add(pool.submit(asking(subject, each)));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(each);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(served).hasValue(clients * each);
        assertThat(meter.requests()).isEqualTo(clients * each);
    }

    private Callable<Integer> asking(String subject, int times) {
        return () -> {
            int good = 0;
            try (RawHttp connection = new RawHttp(port())) {
                for (int i = 0; i < times; i++) {
                    connection.send("GET /x HTTP/1.1\nHost: a\nContract-Key: " + subject, NOTHING);
                    RawHttp.Reply reply = connection.receive(false);
                    good += reply.status() == 200 && reply.text().equals(subject) ? 1 : 0;
                }
            }
            return good;
        };
    }

    private Seen nextSeen() throws IOException {
        Seen seen = scheme.next();
        if (seen == null) {
            throw new IOException("the gate saw no request");
        }
        return seen;
    }
}
