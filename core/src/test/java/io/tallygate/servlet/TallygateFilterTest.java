package io.tallygate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.adapter.Caller;
import io.tallygate.adapter.HostPolicy;
import io.tallygate.contract.AdapterHost;
import io.tallygate.contract.GateUnderContract;
import io.tallygate.model.Demand;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only a servlet container can do to a filter. */
class TallygateFilterTest {
    private static final EnumSet<DispatcherType> EVERY_DISPATCH = EnumSet.allOf(DispatcherType.class);

    private final GateUnderContract gate = new GateUnderContract();
    private final TallygateFilter filter = TallygateFilter.of(gate.gate()).require(GateUnderContract.SCOPE);
    private final List<Object> saw = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void closeGate() {
        gate.close();
    }

    @Test
    void chargesOnceWhenMappedTwiceAndForEveryDispatch() throws Exception {
        AdapterHost.Endpoint forwarding = call -> {
            HttpServletRequest request = request(call);
            saw.add(request.getDispatcherType() + " "
                    + request.getUserPrincipal().getName());
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                request.getRequestDispatcher("/again").forward(request, response(call));
            } else if (request.getDispatcherType() == DispatcherType.FORWARD) {
                request.startAsync().dispatch("/once/more");
            } else {
                call.answer(200, new byte[0]);
            }
        };
        try (JettyHost host = new JettyHost(forwarding, context -> {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EVERY_DISPATCH);
            context.addFilter(holder, "/x", EVERY_DISPATCH);
        })) {
            assertThat(post(host, "").statusCode()).isEqualTo(200);
        }
        assertThat(saw).containsExactly("REQUEST ann", "FORWARD ann", "ASYNC ann");
        assertThat(gate.charged()).isEqualTo(1);
        assertThat(gate.owed()).isEqualTo(1);
    }

    @Test
    void failsRequestThatMeetsTwoPolicies() throws Exception {
        TallygateFilter stricter = TallygateFilter.of(gate.gate()).require("top:secret");
        try (JettyHost host = new JettyHost(call -> saw.add("served"), mapping(filter, stricter))) {
            assertThat(post(host, "").statusCode()).isEqualTo(500);
        }
        assertThat(saw).isEmpty();
    }

    @Test
    void refusesToBeRegisteredTwice() {
        assertThatThrownBy(() -> new JettyHost(call -> {}, mapping(filter, filter)))
                .hasStackTraceContaining("registered twice")
                .hasStackTraceContaining("FilterRegistrationBean");
        assertThatThrownBy(() -> new JettyHost(call -> {}, context -> {
                    filter.register(context.getServletContext(), "/*");
                    filter.uncounted("/health").register(context.getServletContext(), "/*");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("several routes");
    }

    @Test
    void mayServeAgainAfterTheContextWasRestarted() throws Exception {
        try (JettyHost host = new JettyHost(call -> call.answer(200, new byte[0]), mapping(filter))) {
            assertThat(post(host, "").statusCode()).isEqualTo(200);
        }
        try (JettyHost host = new JettyHost(call -> call.answer(200, new byte[0]), mapping(filter))) {
            assertThat(post(host, "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysWhatToDoWhenRegisteredWithoutAsyncSupport() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            assertThatThrownBy(() -> request(call).startAsync())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("setAsyncSupported(true)");
            saw.add("refused");
        };
        try (JettyHost host = new JettyHost(endpoint, context -> {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(false);
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        })) {
            assertThat(post(host, "").statusCode()).isEqualTo(200);
        }
        assertThat(saw).containsExactly("refused");
    }

    @Test
    void refusesRoutesThatNoRequestReaches() {
        TallygateFilter reports = filter.route("/reports/*", Demand.of("reports:read"));
        assertThatThrownBy(() -> new JettyHost(
                        call -> {}, context -> reports.register(context.getServletContext(), "/api/*", "/v2/x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/reports/*")
                .hasMessageContaining("/api/*");
        assertThatThrownBy(() -> new JettyHost(call -> {}, context -> filter.register(context.getServletContext())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no URL pattern");
    }

    @Test
    void matchesRoutesWithinTheContextPath() throws Exception {
        TallygateFilter secret = filter.route("/secret/*", Demand.of("top:secret"));
        try (JettyHost host = new JettyHost(call -> call.answer(200, new byte[0]), context -> {
            context.setContextPath("/app");
            secret.register(context.getServletContext(), "/*");
        })) {
            assertThat(send(host, "/app/secret/x", "").statusCode()).isEqualTo(403);
            assertThat(send(host, "/%61pp/secret/x", "").statusCode()).isIn(403, 404);
            assertThat(send(host, "/app/x", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void decisionOfUnfilteredRequestSaysWhatIsMissing() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            assertThat(TallygateFilter.permit(request(call))).isEmpty();
            assertThatThrownBy(call::decision)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("register it");
            saw.add("asked");
        };
        try (JettyHost host = new JettyHost(endpoint, context -> {})) {
            post(host, "");
        }
        assertThat(saw).containsExactly("asked");
    }

    @Test
    void principalGivesTheEntitlement() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            saw.add(((Caller) request(call).getUserPrincipal()).entitlement());
            saw.add(TallygateFilter.permit(request(call)).orElseThrow().entitlement());
            saw.add(request(call).getRemoteUser());
        };
        try (JettyHost host = new JettyHost(endpoint, mapping(filter))) {
            post(host, "");
        }
        assertThat(saw).hasSize(3);
        assertThat(saw.get(0)).isEqualTo(saw.get(1));
        assertThat(saw.get(2)).isEqualTo("ann");
    }

    @Test
    void readsSignedBodyAsText() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            saw.add(request(call).getReader().readLine());
            assertThatThrownBy(() -> request(call).getInputStream()).isInstanceOf(IllegalStateException.class);
        };
        try (JettyHost host = new JettyHost(endpoint, mapping(filter))) {
            assertThat(signed(host, "grün", "text/plain;charset=utf-8").statusCode())
                    .isEqualTo(200);
        }
        assertThat(saw).containsExactly("grün");
    }

    @Test
    void servesReadListenerFromHeldBody() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            AsyncContext async = request(call).startAsync();
            request(call)
                    .getInputStream()
                    .setReadListener(new Collecting(request(call).getInputStream(), async));
        };
        try (JettyHost host = new JettyHost(endpoint, mapping(filter))) {
            assertThat(signed(host, "amount=1", "text/plain").statusCode()).isEqualTo(200);
            assertThat(signed(host, "", "text/plain").statusCode()).isEqualTo(200);
        }
        assertThat(saw).containsExactly("amount=1", "");
        assertThat(gate.owed()).isEqualTo(2);
    }

    @Test
    void refusesReadListenerOnBodyThatStreams() throws Exception {
        AdapterHost.Endpoint refused = call -> {
            AsyncContext async = request(call).startAsync();
            ServletInputStream in = request(call).getInputStream();
            assertThatThrownBy(() -> in.setReadListener(new Collecting(in, async)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("holdSignedBodies");
            saw.add("refused");
            async.complete();
        };
        try (JettyHost host = new JettyHost(refused, mapping(filter.holdSignedBodies(4)))) {
            signed(host, "amount=1", "text/plain");
        }
        assertThat(saw).containsExactly("refused");
    }

    @Test
    void answersTamperedBodyThatTheHostIgnoresAltogether() throws Exception {
        try (JettyHost host = new JettyHost(call -> saw.add("served"), mapping(filter.holdSignedBodies(4)))) {
            assertThat(client.send(tampered(host), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(saw).containsExactly("served");
        assertThat(gate.owed()).isZero();
    }

    @Test
    void keepsTheWriterBackUntilTheBodyIsVerified() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            response(call).setCharacterEncoding("UTF-8");
            response(call).getWriter().print("grün");
            call.body().readAllBytes();
            response(call).getWriter().print("!");
        };
        try (JettyHost host = new JettyHost(endpoint, mapping(filter.holdSignedBodies(4)))) {
            HttpResponse<String> reply = signed(host, "amount=1", "text/plain");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("grün!");
        }
    }

    /** The asynchronous context has a request and a response of its own, which must be no way around. */
    @Test
    void verifiesBodyBeforeAnAsyncContextAnswers() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            AsyncContext async = request(call).startAsync();
            saw.add("served");
            try {
                async.getResponse().getOutputStream().print("never seen");
            } finally {
                async.complete();
            }
        };
        try (JettyHost host = new JettyHost(endpoint, mapping(filter.holdSignedBodies(4)))) {
            HttpResponse<String> reply = client.send(tampered(host), HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(reply.body()).doesNotContain("never seen");
        }
        assertThat(saw).containsExactly("served");
        assertThat(gate.owed()).isZero();
    }

    @Test
    void givesAnAsyncContextTheVerifiedBody() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            AsyncContext async = request(call).startAsync();
            saw.add(new String(async.getRequest().getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            async.getResponse().getOutputStream().print("thanks");
            async.complete();
        };
        for (TallygateFilter each : List.of(filter, filter.holdSignedBodies(4))) {
            try (JettyHost host = new JettyHost(endpoint, mapping(each))) {
                assertThat(signed(host, "amount=1", "text/plain").body()).isEqualTo("thanks");
            }
        }
        assertThat(saw).containsExactly("amount=1", "amount=1");
    }

    @Test
    void losesNothingOfWhatAnAsyncHostWrites() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            if (request(call).getDispatcherType() == DispatcherType.REQUEST) {
                request(call).startAsync().dispatch("/once/more");
            } else {
                AsyncContext async = request(call).startAsync();
                saw.add(request(call).getReader().readLine());
                async.getResponse().getWriter().print("thanks");
                async.complete();
            }
        };
        for (TallygateFilter each : List.of(filter, filter.holdSignedBodies(4))) {
            try (JettyHost host = new JettyHost(endpoint, mapping(each))) {
                assertThat(signed(host, "amount=1", "text/plain").body()).isEqualTo("thanks");
            }
        }
        assertThat(saw).containsExactly("amount=1", "amount=1");
        assertThat(gate.owed()).isEqualTo(2);
    }

    @Test
    void forgetsWhatTheHostWroteBeforeItReset() throws Exception {
        AdapterHost.Endpoint endpoint = call -> {
            response(call).getWriter().print("half an answer");
            response(call).resetBuffer();
            response(call).getWriter().print("half another");
            response(call).reset();
            response(call).getOutputStream().print("sorry");
        };
        try (JettyHost host = new JettyHost(endpoint, mapping(filter.holdSignedBodies(4)))) {
            assertThat(signed(host, "amount=1", "text/plain").body()).isEqualTo("sorry");
        }
    }

    @Test
    void sameOptionsAsThePolicy() {
        assertThatThrownBy(() -> filter.require("again")).hasMessageContaining("twice");
        assertThatThrownBy(() -> filter.holdSignedBodies(HostPolicy.MAX_HELD_BYTES + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Consumer<ServletContextHandler> mapping(TallygateFilter... filters) {
        return context -> {
            for (TallygateFilter each : filters) {
                FilterHolder holder = new FilterHolder(each);
                holder.setAsyncSupported(true);
                context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
            }
        };
    }

    private static HttpServletRequest request(AdapterHost.Call call) {
        return ((JettyHost.ServletCall) call).request();
    }

    private static HttpServletResponse response(AdapterHost.Call call) {
        return ((JettyHost.ServletCall) call).response();
    }

    private HttpResponse<String> post(JettyHost host, String body) throws Exception {
        return send(host, "/x", body);
    }

    private HttpResponse<String> send(JettyHost host, String path, String body) throws Exception {
        return client.send(request(host, path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> signed(JettyHost host, String body, String type) throws Exception {
        HttpRequest request = request(host, "/x", body)
                .header("Content-Type", type)
                .header("Contract-Body", GateUnderContract.digest(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest tampered(JettyHost host) {
        return request(host, "/x", "amount=9")
                .header("Contract-Body", GateUnderContract.digest("amount=1"))
                .build();
    }

    private static HttpRequest.Builder request(JettyHost host, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
                .header("Contract-Key", "ann")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private final class Collecting implements ReadListener {
        private final ServletInputStream in;
        private final AsyncContext async;
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();

        Collecting(ServletInputStream in, AsyncContext async) {
            this.in = in;
            this.async = async;
        }

        @Override
        public void onDataAvailable() throws IOException {
            while (in.isReady() && !in.isFinished()) {
                got.write(in.read());
            }
        }

        @Override
        public void onAllDataRead() {
            saw.add(got.toString(StandardCharsets.US_ASCII));
            async.complete();
        }

        @Override
        public void onError(Throwable failure) {
            saw.add(failure);
            async.complete();
        }
    }
}
