package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.model.IpAddress;
import io.tallygate.model.Network;
import io.tallygate.testing.FakeRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private final Recorder told = new Recorder();
    private final Trouble trouble = new Trouble();
    private final Origins origins =
            new Origins(List.of(Network.parse("10.0.0.0/8"), Network.parse("fd00::/8")), trouble);

    private static FakeRequest proxied() {
        return FakeRequest.get("/").peer("10.0.0.1");
    }

    private String client(FakeRequest request) {
        IpAddress client = origins.client(request);
        return client == null ? "unknown" : client.toString();
    }

    @Test
    void ignoresWhatUntrustedPeersSayAndWarnsOnce() {
        trouble.guard(told);
        for (int i = 0; i < 3; i++) {
            assertThat(client(FakeRequest.get("/").header("X-Forwarded-For", "203.0.113.1")))
                    .isEqualTo("192.0.2.1");
        }
        assertThat(told.alarms).hasSize(1);
    }

    @Test
    void takesTheProxyItselfWhenItSaysNothing() {
        assertThat(client(proxied())).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.1 | 203.0.113.1",
                "1.2.3.4, 203.0.113.1 | 203.0.113.1",
                "203.0.113.1, 10.9.9.9 | 203.0.113.1",
                "spoofed, 203.0.113.1, 10.9.9.9 | 203.0.113.1",
                "10.1.1.1, 10.2.2.2 | 10.1.1.1",
                "203.0.113.1:443 | 203.0.113.1",
                "[2001:db8::1]:443 | 2001:db8::1",
                "[2001:db8::1] | 2001:db8::1",
                "2001:db8::1, fd00::1 | 2001:db8::1",
                "203.0.113.1, garbage, 10.9.9.9 | unknown",
                "unknown | unknown",
                "'203.0.113.1,' | unknown",
                "203.0.113.1:x | unknown",
                "203.0.113.1: | unknown",
                "203.0.113.1:123456 | unknown",
                "[2001:db8::1]x | unknown",
                "[203.0.113.1] | unknown",
                "fe80::1%eth0 | unknown",
                "010.0.0.1 | unknown",
                "example.com | unknown",
            })
    void readsXForwardedForFromTheRight(String field, String expected) {
        assertThat(client(proxied().header("X-Forwarded-For", field))).isEqualTo(expected);
    }

    @Test
    void readsSeveralLinesAsOne() {
        assertThat(client(proxied()
                        .header("X-Forwarded-For", "1.1.1.1")
                        .header("X-Forwarded-For", "203.0.113.1, 10.1.1.1")
                        .header("X-Forwarded-For", "10.2.2.2")))
                .isEqualTo("203.0.113.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.1 | 203.0.113.1",
                "For=203.0.113.1;proto=https;by=10.0.0.1 | 203.0.113.1",
                "for=\"203.0.113.1:8080\" | 203.0.113.1",
                "for=\"[2001:db8::1]:99\" | 2001:db8::1",
                "for=\"[2001:db8::1]\" | 2001:db8::1",
                "for=1.1.1.1, for=203.0.113.1, for=10.3.3.3 | 203.0.113.1",
                "for=\"a,b\", for=203.0.113.1 | 203.0.113.1",
                "for=_hidden, for=10.3.3.3 | unknown",
                "for=unknown | unknown",
                "proto=https | unknown",
                "for=1.1.1.1;for=203.0.113.1 | unknown",
                "for=\"203.0.113.1 | unknown",
                "for=203.0.113.1, | unknown",
                "for 203.0.113.1 | unknown",
                "for=203.0.113.1 x | unknown",
                "for= | unknown",
            })
    void readsForwardedFromTheRight(String field, String expected) {
        assertThat(client(proxied().header("Forwarded", field))).isEqualTo(expected);
    }

    @Test
    void believesNeitherFieldWhenBothAreThereAndDisagree() {
        FakeRequest older = proxied().header("X-Forwarded-For", "203.0.113.1");
        assertThat(client(older.header("Forwarded", "for=203.0.113.1"))).isEqualTo("203.0.113.1");
        assertThat(client(older.header("Forwarded", "for=203.0.113.2"))).isEqualTo("unknown");
    }

    @Test
    void refusesToReadTooMuch() {
        assertThat(client(proxied().header("X-Forwarded-For", "10.0.0.2, ".repeat(31) + "203.0.113.1")))
                .isEqualTo("203.0.113.1");
        assertThat(client(proxied().header("X-Forwarded-For", "10.0.0.2, ".repeat(32) + "203.0.113.1")))
                .isEqualTo("unknown");
        assertThat(client(proxied().header("Forwarded", "for=203.0.113.1;a=\"" + "x".repeat(5_000) + "\"")))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "HTTPS", "https, https"})
    void believesATrustedProxyThatTheCallerUsedHttps(String proto) {
        assertThat(origins.secure(proxied().header("X-Forwarded-Proto", proto))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https, http", "", "httpss"})
    void believesATrustedProxyThatItDidNot(String proto) {
        assertThat(origins.secure(proxied().encrypted().header("X-Forwarded-Proto", proto)))
                .isFalse();
    }

    @Test
    void takesTheProtocolOfTheCallersOwnHop() {
        FakeRequest request = proxied();
        assertThat(origins.secure(request.header("Forwarded", "for=203.0.113.1;proto=https, for=10.1.1.1;proto=http")))
                .isTrue();
        assertThat(origins.secure(request.header("Forwarded", "for=203.0.113.1;proto=http, for=10.1.1.1;proto=https")))
                .isFalse();
        assertThat(origins.secure(request.header("Forwarded", "for=203.0.113.1;proto=https")
                        .header("X-Forwarded-Proto", "http")))
                .isFalse();
        assertThat(origins.secure(request.encrypted().header("Forwarded", "for=203.0.113.1")))
                .isTrue();
        assertThat(origins.secure(FakeRequest.get("/").header("Forwarded", "for=1.1.1.1;proto=https")))
                .isFalse();
    }
}
