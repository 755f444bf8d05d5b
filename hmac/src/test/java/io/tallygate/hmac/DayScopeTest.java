package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayScopeTest {
    private static final DayScope SCOPE = new DayScope("AWS4", "20150830", "us-east-1");

    /** The example of "Create a signed AWS API request", whose chain goes on with the service and the terminator. */
    @Test
    void derivesAsSigV4Does() {
        Secret region = SCOPE.derive(Secret.ofUtf8("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
        byte[] signing = sign(sign(region.reveal(), "iam"), "aws4_request");
        assertThat(HexFormat.of().formatHex(signing))
                .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    private static byte[] sign(byte[] key, String text) {
        return new MacKey(key).sign(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void givesADerivedKeyToItsOwnScopeOnly() {
        LiveSecret whole = new LiveSecret(Secret.ofUtf8("secret"), null);
        LiveSecret derived = new LiveSecret(whole.keyOf(SCOPE), SCOPE, null);
        assertThat(derived.keyOf(SCOPE)).isEqualTo(whole.keyOf(SCOPE));
        assertThat(whole.whole()).isTrue();
        assertThat(derived.whole()).isFalse();
        assertThat(derived.keyOf(new DayScope("AWS4", "20150831", "us-east-1"))).isNull();
        assertThat(derived.keyOf(new DayScope("AWS4", "20150830", "us-east-2"))).isNull();
        assertThat(derived.keyOf(new DayScope("TALLYGATE4", "20150830", "us-east-1")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "aws4,20150830,r",
        "'',20150830,r",
        "ABCDEFGHIJKLMNOPQ,20150830,r",
        "AWS4,2015083,r",
        "AWS4,2015083x,r",
        "AWS4,٢٠١٥٠٨٣٠,r",
        "AWS4,20150830,''",
        "AWS4,20150830,a/b",
        "AWS4,20150830,ü",
        "AWS4,20150830,abcdefghijklmnopqrstuvwxyz0123456"
    })
    void refusesWhatCannotBeAScope(String prefix, String day, String region) {
        assertThat(DayScope.parse(prefix, day, region)).isNull();
        assertThatThrownBy(() -> new DayScope(prefix, day, region)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesDaysInUtc() {
        assertThat(DayScope.of("AWS4", LocalDate.of(2015, 8, 30), "us-east-1")).isEqualTo(SCOPE);
        assertThat(SCOPE.date()).isEqualTo(LocalDate.of(2015, 8, 30));
        assertThat(SCOPE).hasToString("AWS4/20150830/us-east-1");
    }
}
