package io.tallygate.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.tallygate.contract.AdapterHost;
import io.tallygate.contract.GateUnderContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only the JDK's server can do to a filter. */
class TallygateHttpFilterTest {
    private final GateUnderContract gate = new GateUnderContract();
    private final TallygateHttpFilter filter =
            TallygateHttpFilter.of(gate.gate()).require(GateUnderContract.SCOPE);
    private final List<Object> saw = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void closeGate() {
        gate.close();
    }

    @Test
    void chargesOnceWhenAddedTwice() throws Exception {
        try (JdkHost host = new JdkHost(call -> call.answer(200, new byte[0]), filter, filter)) {
            assertThat(post(host, "").statusCode()).isEqualTo(200);
        }
        assertThat(gate.charged()).isEqualTo(1);
    }

    @Test
    void failsExchangeThatMeetsTwoPolicies() throws Exception {
        TallygateHttpFilter stricter = TallygateHttpFilter.of(gate.gate()).require("top:secret");
        try (JdkHost host = new JdkHost(call -> saw.add("served"), filter, stricter)) {
            assertThatThrownBy(() -> post(host, "")).isInstanceOf(IOException.class);
        }
        assertThat(saw).isEmpty();
    }

    /** In JDK 17 the attributes of an exchange belong to its context, and so to all its requests. */
    @Test
    void attributesBelongToTheRequestAlone() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            HttpExchange exchange = exchange(call);
            saw.add(String.valueOf(exchange.getAttribute("mine")) + exchange.getAttribute("context"));
            exchange.setAttribute("mine", "set");
            saw.add(exchange.getAttribute("mine"));
            exchange.setAttribute("mine", null);
            saw.add(String.valueOf(exchange.getAttribute("mine")));
            exchange.setAttribute("mine", "left behind");
            call.answer(200, new byte[0]);
        };
        Filter outer = Filter.beforeHandler(
                "sets an attribute of the context",
                exchange -> exchange.getHttpContext().getAttributes().put("context", "!"));
        try (JdkHost host = new JdkHost(endpoint, outer, filter)) {
            post(host, "");
            post(host, "");
        }
        assertThat(saw).containsExactly("null!", "set", "null", "null!", "set", "null");
    }

    @Test
    void decisionPassesThroughOtherFiltersAndStreams() throws Exception {
        Filter laying = Filter.beforeHandler("lays a stream over the body", exchange -> {
            InputStream below = exchange.getRequestBody();
            exchange.setStreams(new java.io.SequenceInputStream(below, InputStream.nullInputStream()), null);
        });
        AdapterHost.Endpoint endpoint = call -> {
            saw.add(call.decision());
            call.answer(200, call.body().readAllBytes());
        };
        try (JdkHost host = new JdkHost(endpoint, filter, laying)) {
            HttpRequest signed = request(host, "amount=1")
                    .header("Contract-Body", GateUnderContract.digest("amount=1"))
                    .build();
            assertThat(client.send(signed, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo("amount=1");
        }
        assertThat(saw).hasSize(1);
    }

    @Test
    void exchangeKeepsItsNature() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            HttpExchange exchange = exchange(call);
            saw.add(exchange instanceof HttpsExchange);
            saw.add(exchange.getPrincipal().getUsername() + "@"
                    + exchange.getPrincipal().getRealm());
            saw.add(exchange.getProtocol() + exchange.getRequestMethod() + exchange.getRequestURI());
            saw.add(exchange.getResponseCode());
            saw.add(exchange.getLocalAddress().getAddress());
            call.answer(201, new byte[0]);
            saw.add(exchange.getResponseCode());
        };
        try (JdkHost host = new JdkHost(endpoint, filter)) {
            post(host, "");
        }
        assertThat(saw.subList(0, 4)).containsExactly(false, "ann@acme", "HTTP/1.1POST/x", -1);
        assertThat(saw.get(5)).isEqualTo(201);
    }

    @Test
    void decisionOfUnfilteredExchangeSaysWhatIsMissing() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            assertThat(TallygateHttpFilter.permit(exchange(call))).isEmpty();
            assertThatThrownBy(call::decision)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("add one");
            saw.add("asked");
            call.answer(200, new byte[0]);
        };
        try (JdkHost host = new JdkHost(endpoint)) {
            post(host, "");
        }
        assertThat(saw).containsExactly("asked");
    }

    @Test
    void answersTamperedBodyThoughTheHandlerSwallowsTheRejectionAndSaysNothing() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            assertThatThrownBy(() -> call.body().readAllBytes()).isInstanceOf(IOException.class);
            saw.add("swallowed");
        };
        try (JdkHost host = new JdkHost(endpoint, filter.holdSignedBodies(4))) {
            HttpRequest tampered = request(host, "amount=9")
                    .header("Contract-Body", GateUnderContract.digest("amount=1"))
                    .build();
            assertThat(client.send(tampered, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(saw).containsExactly("swallowed");
        assertThat(gate.owed()).isZero();
    }

    private static HttpExchange exchange(AdapterHost.Call call) {
        return ((JdkHost.ExchangeCall) call).exchange();
    }

    private HttpResponse<String> post(JdkHost host, String body) throws Exception {
        return client.send(request(host, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(JdkHost host, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + "/x"))
                .header("Contract-Key", "ann")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
