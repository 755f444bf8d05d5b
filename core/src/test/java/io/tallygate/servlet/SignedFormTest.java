package io.tallygate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.contract.AdapterHost;
import io.tallygate.contract.GateUnderContract;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a servlet gets when it asks a request with a signed body for parameters. */
class SignedFormTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BODY_HEADER = "Contract-Body";
    private static final String AHEAD_HEADER = "Contract-Ahead";

    private final GateUnderContract gate = new GateUnderContract();
    private final TallygateFilter filter = TallygateFilter.of(gate.gate());
    private final TallygateFilter streaming = filter.holdSignedBodies(4);
    private final List<Object> saw = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void closeGate() {
        gate.close();
    }

    @Test
    void givesTheQuerysParametersAndThenTheBodys() throws Exception {
        for (TallygateFilter each : List.of(filter, streaming)) {
            saw.clear();
            serve(each, SignedFormTest.this::seeParameters, host -> {
                send(host, "POST", "a=goodbye&a=world&b=gr%C3%BCn", FORM, BODY_HEADER);
                send(host, "POST", "a=goodbye&a=world&b=gr%C3%BCn", "Application/X-WWW-Form-Urlencoded", AHEAD_HEADER);
            });
            String all = "[a, q, b] [hello, goodbye, world] grün null [a, q, b] rest=0";
            assertThat(saw).containsExactly(all, all);
        }
    }

    private void seeParameters(AdapterHost.Call call) throws Exception {
        HttpServletRequest request = request(call);
        saw.add(Collections.list(request.getParameterNames()) + " " + List.of(request.getParameterValues("a")) + " "
                + request.getParameter("b") + " " + request.getParameter("c") + " "
                + request.getParameterMap().keySet() + " rest="
                + request.getInputStream().readAllBytes().length);
    }

    @Test
    void decodesInTheRequestsCharset() throws Exception {
        serve(filter, call -> saw.add(request(call).getParameter("b")), host -> {
            send(host, "POST", "b=gr%FCn", FORM + ";charset=ISO-8859-1", BODY_HEADER);
            send(host, "POST", "b=gr%C3%BCn", FORM + "; charset=\"utf-8\"", BODY_HEADER);
        });
        assertThat(saw).containsExactly("grün", "grün");
    }

    @Test
    void leavesTheBodyToHostThatHasBegunToReadIt() throws Exception {
        serve(
                filter,
                call -> {
                    saw.add((char) call.body().read());
                    saw.add(request(call).getParameterMap().keySet());
                    saw.add(new String(call.body().readAllBytes(), StandardCharsets.US_ASCII));
                },
                host -> send(host, "POST", "b=1", FORM, BODY_HEADER));
        assertThat(saw).hasToString("[b, [a, q], =1]");
    }

    @Test
    void readsNoParametersOutOfBodyThatWasNotPosted() throws Exception {
        serve(
                filter,
                call -> {
                    saw.add(request(call).getParameterMap().keySet());
                    saw.add(request(call).getReader().readLine());
                },
                host -> send(host, "PUT", "b=1", FORM, BODY_HEADER));
        assertThat(saw).hasToString("[[a, q], b=1]");
    }

    @Test
    void givesNoParameterOfTamperedForm() throws Exception {
        serve(
                streaming,
                call -> {
                    saw.add("served");
                    saw.add(request(call).getParameter("a"));
                },
                host -> {
                    HttpRequest request = to(host, FORM)
                            .header(BODY_HEADER, GateUnderContract.digest("amount=1000"))
                            .POST(HttpRequest.BodyPublishers.ofString("amount=9000"))
                            .build();
                    assertThat(answer(request)).isEqualTo(400);
                });
        assertThat(saw).containsExactly("served");
        assertThat(gate.owed()).isZero();
    }

    @Test
    void refusesForGoodWhatItCannotRead() throws Exception {
        AdapterHost.Endpoint asking = call -> {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> request(call).getParameter("a")).isInstanceOf(IllegalStateException.class);
            }
            saw.add("refused");
        };
        serve(filter, asking, host -> {
            send(host, "POST", "b=%", FORM, BODY_HEADER);
            send(host, "POST", "b=%FF", FORM, BODY_HEADER);
            send(host, "POST", "b=1", FORM + ";charset=UTF-16", BODY_HEADER);
            send(host, "POST", "&b".repeat(1_000), FORM, BODY_HEADER);
        });
        assertThat(saw).containsOnly("refused").hasSize(4);
    }

    @Test
    void saysHowToReadFormThatIsTooLarge() throws Exception {
        AdapterHost.Endpoint asking = call -> {
            assertThatThrownBy(() -> request(call).getParameter("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("getInputStream()");
            saw.add(call.body().readAllBytes().length);
        };
        String large = "b=" + "x".repeat(SignedForm.MAX_BYTES);
        serve(filter, asking, host -> {
            send(host, "POST", large, FORM, BODY_HEADER);
            byte[] bytes = large.getBytes(StandardCharsets.US_ASCII);
            HttpRequest chunked = to(host, FORM)
                    .header(BODY_HEADER, GateUnderContract.digest(large))
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                    .build();
            assertThat(answer(chunked)).isEqualTo(200);
        });
        assertThat(saw).containsExactly(large.length(), 1);
    }

    @Test
    void refusesPartsAndParametersOfSignedMultipart() throws Exception {
        AdapterHost.Endpoint asking = call -> {
            assertThatThrownBy(() -> request(call).getParameter("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("getInputStream()");
            assertThatThrownBy(() -> request(call).getParts()).isInstanceOf(IllegalStateException.class);
            saw.add(call.body().readAllBytes().length);
        };
        serve(filter, asking, host -> send(host, "POST", "--x--", "multipart/form-data; boundary=x", BODY_HEADER));
        assertThat(saw).containsExactly(5);
    }

    @Test
    void givesTheParametersToForwardsAndAsyncDispatches() throws Exception {
        AdapterHost.Endpoint dispatching = call -> {
            HttpServletRequest request = request(call);
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.getRequestDispatcher("/again?a=first").forward(request, response(call));
            } else if (request.getDispatcherType() == DispatcherType.FORWARD) {
                saw.add(List.of(request.getParameterValues("a")));
                AsyncContext async = request.startAsync();
                async.dispatch("/once/more");
            } else {
                saw.add(request.getParameter("b"));
            }
        };
        for (TallygateFilter each : List.of(filter, streaming)) {
            saw.clear();
            serve(each, dispatching, host -> send(host, "POST", "a=posted&b=2", FORM, BODY_HEADER));
            assertThat(saw).containsExactly(List.of("first", "hello", "posted"), "2");
        }
    }

    /** Runs the steps against a host with that filter and servlet. */
    private static void serve(TallygateFilter filter, AdapterHost.Endpoint servlet, Steps steps) throws Exception {
        try (JettyHost host = new JettyHost(servlet, context -> filter.register(context.getServletContext(), "/*"))) {
            steps.run(host);
        }
    }

    private interface Steps {
        void run(JettyHost host) throws Exception;
    }

    private void send(JettyHost host, String method, String body, String type, String signature) throws Exception {
        HttpRequest request = to(host, type)
                .header(signature, GateUnderContract.digest(body))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(answer(request)).isEqualTo(200);
    }

    private int answer(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder to(JettyHost host, String type) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + "/x?a=hello&q=1"))
                .header("Contract-Key", "ann")
                .header("Content-Type", type);
    }

    private static HttpServletRequest request(AdapterHost.Call call) {
        return ((JettyHost.ServletCall) call).request();
    }

    private static HttpServletResponse response(AdapterHost.Call call) {
        return ((JettyHost.ServletCall) call).response();
    }
}
