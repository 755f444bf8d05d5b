package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The examples that the text of RFC 9421 gives in its section 2, and what must have no base. */
class BaseLinesTest {
    private static final Map<String, List<String>> FIELDS = Map.of(
            "cache-control", List.of("max-age=60", "   must-revalidate"),
            "date", List.of("Tue, 20 Apr 2021 02:07:56 GMT"),
            "x-ows-header", List.of("  Leading and trailing whitespace.  \t"),
            "example-dict", List.of(" a=1,    b=2;x=1;y=2,   c=(a   b   c)"),
            "example-header", List.of("value, with, lots", "of, commas"),
            "x-folded", List.of("Obsolete\r\n    line folding."),
            "x-latin", List.of("caf\u00e9"),
            "x-wide", List.of("\u20ac"),
            "x-empty-header", List.of(""));

    private final SignatureBase base = new SignatureBase();

    @Test
    void derivesComponentsOfTheRequest() {
        HttpMessage.Request post = request("POST", "/path?param=value");
        assertThat(line(post, "\"@method\"")).isEqualTo("\"@method\": POST");
        assertThat(line(post, "\"@target-uri\""))
                .isEqualTo("\"@target-uri\": https://www.example.com/path?param=value");
        assertThat(line(post, "\"@authority\"")).isEqualTo("\"@authority\": www.example.com");
        assertThat(line(post, "\"@scheme\"")).isEqualTo("\"@scheme\": https");
        assertThat(line(post, "\"@request-target\"")).isEqualTo("\"@request-target\": /path?param=value");
        assertThat(line(post, "\"@path\"")).isEqualTo("\"@path\": /path");
        assertThat(line(post, "\"@query\"")).isEqualTo("\"@query\": ?param=value");
        assertThat(line(request("POST", "/path?param=value&foo=bar&baz=bat%2Dman"), "\"@query\""))
                .isEqualTo("\"@query\": ?param=value&foo=bar&baz=bat%2Dman");
        assertThat(line(request("POST", "/path?queryString"), "\"@query\"")).isEqualTo("\"@query\": ?queryString");
        assertThat(line(request("POST", "/path"), "\"@query\"")).isEqualTo("\"@query\": ?");
        assertThat(line(request("POST", "/path?"), "\"@query\"")).isEqualTo("\"@query\": ?");
    }

    @Test
    void takesOneQueryParameter() {
        HttpMessage.Request plain = request("GET", "/path?param=value&foo=bar&baz=batman&qux=");
        assertThat(parameter(plain, "baz")).isEqualTo("batman");
        assertThat(parameter(plain, "qux")).isEmpty();
        assertThat(parameter(plain, "param")).isEqualTo("value");

        HttpMessage.Request spelled = request(
                "GET",
                "/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace"
                        + "&fa%C3%A7ade%22%3A%20=something");
        assertThat(parameter(spelled, "var")).isEqualTo("this%20is%20a%20big%0Amultiline%20value");
        assertThat(parameter(spelled, "bar")).isEqualTo("with%20plus%20whitespace");
        assertThat(parameter(spelled, "fa%C3%A7ade%22%3A%20")).isEqualTo("something");
    }

    @Test
    void takesNoQueryParameterThatIsMissingRepeatedOrUnreadable() {
        for (String query :
                List.of("", "?", "?b=1", "?a=1&a=1", "?a=1&%61=2", "?a=%zz", "?a=%f", "?a=%ff", "?%=1&a=1")) {
            assertThat(fault(request("GET", "/" + query), "\"@query-param\";name=\"a\""))
                    .as(query)
                    .isEqualTo(SignatureFault.COMPONENT_MISSING);
        }
    }

    /** Whoever names a key has us look for them, as many as he covers. */
    @Test
    void looksThroughSoManyQueryParametersAndNoMore() {
        String component = "\"@query-param\";name=\"a\"";
        assertThat(line(request("GET", "/?" + "b&".repeat(127) + "a=1"), component))
                .endsWith(": 1");
        assertThat(fault(request("GET", "/?" + "b&".repeat(128) + "a=1"), component))
                .isEqualTo(SignatureFault.COMPONENT_MISSING);
    }

    @Test
    void takesFieldsAsTheirLinesSay() {
        HttpMessage.Request request = request("GET", "/");
        assertThat(line(request, "\"cache-control\"")).isEqualTo("\"cache-control\": max-age=60, must-revalidate");
        assertThat(line(request, "\"date\"")).isEqualTo("\"date\": Tue, 20 Apr 2021 02:07:56 GMT");
        assertThat(line(request, "\"x-ows-header\"")).isEqualTo("\"x-ows-header\": Leading and trailing whitespace.");
        assertThat(line(request, "\"example-dict\""))
                .isEqualTo("\"example-dict\": a=1,    b=2;x=1;y=2,   c=(a   b   c)");
        assertThat(line(request, "\"x-empty-header\"")).isEqualTo("\"x-empty-header\": ");
        assertThat(line(request, "\"example-header\";bs"))
                .isEqualTo("\"example-header\";bs: :dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:");
    }

    @Test
    void endsWithTheParameters() {
        HttpMessage.Request post = new HttpMessage.Request(
                "POST",
                "https",
                "example.com",
                "/foo",
                name -> name.equals("content-length") ? List.of("18") : List.of("application/json"));
        assertThat(write(post, "(\"@method\" \"content-length\" \"content-type\");created=1618884473;keyid=\"k\""))
                .isNull();
        assertThat(text()).isEqualTo("""
                        "@method": POST
                        "content-length": 18
                        "content-type": application/json
                        "@signature-params": ("@method" "content-length" "content-type");created=1618884473;keyid="k\"""");
    }

    @Test
    void takesAResponseAndWhatItAnswers() {
        HttpMessage.Response response = new HttpMessage.Response(200, FIELDS::get, request("GET", "/orders"));
        assertThat(line(response, "\"@status\"")).isEqualTo("\"@status\": 200");
        assertThat(line(response, "\"date\"")).isEqualTo("\"date\": Tue, 20 Apr 2021 02:07:56 GMT");
        assertThat(line(response, "\"date\";req")).startsWith("\"date\";req: Tue");
        assertThat(line(response, "\"@path\";req")).isEqualTo("\"@path\";req: /orders");
        for (String mixedUp : List.of("\"@path\"", "\"@status\";req", "\"@status\";bs")) {
            assertThat(fault(response, mixedUp)).as(mixedUp).isEqualTo(SignatureFault.COMPONENT);
        }
        HttpMessage.Response alone = new HttpMessage.Response(200, FIELDS::get, null);
        assertThat(fault(alone, "\"@path\";req")).isEqualTo(SignatureFault.COMPONENT);
        assertThat(fault(alone, "\"date\";req")).isEqualTo(SignatureFault.COMPONENT);
    }

    @Test
    void knowsNoOtherComponents() {
        HttpMessage.Request request = request("GET", "/?a=b");
        for (String unknown : List.of(
                "\"@status\"",
                "\"@nothing\"",
                "\"@signature-params\"",
                "\"\"",
                "\"Date\"",
                "\"da te\"",
                "\"@path\";bs",
                "\"@path\";name=\"a\"",
                "\"@query-param\"",
                "\"@query-param\";name=\"a\";bs",
                "\"@query-param\";name=\"a\";name=\"a\"",
                "\"date\";name=\"a\"",
                "\"example-dict\";sf",
                "\"example-dict\";key=\"a\"",
                "\"date\";tr",
                "\"date\";bs;bs",
                "\"date\";bs=?1",
                "\"date\";req",
                "\"@path\";req")) {
            assertThat(fault(request, unknown)).as(unknown).isEqualTo(SignatureFault.COMPONENT);
        }
        assertThat(fault(request, "\"x-not-there\"")).isEqualTo(SignatureFault.COMPONENT_MISSING);
    }

    @Test
    void signsNothingBeyondPrintableAscii() {
        assertThat(line(request("GET", "/"), "\"x-latin\";bs")).isEqualTo("\"x-latin\";bs: :Y2Fm6Q==:");
        for (String field : List.of("\"x-folded\"", "\"x-latin\"", "\"x-wide\"", "\"x-wide\";bs")) {
            assertThat(fault(request("GET", "/"), field)).as(field).isEqualTo(SignatureFault.COMPONENT_VALUE);
        }
        assertThat(fault(request("GET", "/\u0141"), "\"@path\"")).isEqualTo(SignatureFault.COMPONENT_VALUE);
        assertThat(fault(request("GET\n", "/"), "\"@method\"")).isEqualTo(SignatureFault.COMPONENT_VALUE);
        assertThat(fault(request("GET", "/" + "a".repeat(33_000)), "\"@path\""))
                .isEqualTo(SignatureFault.COMPONENT_VALUE);
    }

    private static HttpMessage.Request request(String method, String target) {
        return new HttpMessage.Request(
                method, "https", "www.example.com", target, name -> FIELDS.getOrDefault(name, List.of()));
    }

    private String parameter(HttpMessage.Request request, String name) {
        String component = "\"@query-param\";name=\"" + name + "\"";
        String line = line(request, component);
        assertThat(line).startsWith(component + ": ");
        return line.substring(component.length() + 2);
    }

    private String line(HttpMessage message, String component) {
        assertThat(fault(message, component)).as(component).isNull();
        return text().substring(0, text().indexOf('\n'));
    }

    private @Nullable SignatureFault fault(HttpMessage message, String component) {
        return write(message, "(" + component + ")");
    }

    private @Nullable SignatureFault write(HttpMessage message, String input) {
        SignatureParameters parameters = SignatureParameters.read(new Slice(input, 0, input.length()));
        return BaseLines.write(base, Objects.requireNonNull(parameters, input), message);
    }

    private String text() {
        return base.text();
    }
}
