package io.tallygate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FingerprinterTest {
    private record Texts(List<String> texts) implements Credential {
        @Override
        public void identify(Identity identity) {
            texts.forEach(identity::text);
        }
    }

    private static Fingerprint of(int scheme, String... texts) {
        return Fingerprinter.of(scheme, new Texts(List.of(texts))).copy();
    }

    @Test
    void isTheHashOfSchemeLengthAndText() throws Exception {
        byte[] hashed = "\u0003\u0005hello".getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer words = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(hashed));
        Fingerprint expected = new Fingerprint();
        expected.become(words.getLong(), words.getLong(), words.getLong(), words.getLong());
        assertThat(of(3, "hello")).isEqualTo(expected).hasSameHashCodeAs(expected);
    }

    @Test
    void tellsSchemesTextsAndDivisionsApart() {
        String x = "x".repeat(127);
        List<Fingerprint> all = new ArrayList<>(List.of(
                of(0, "ab"),
                of(1, "ab"),
                of(0, "a", "b"),
                of(0, "ab", ""),
                of(0, "", "ab"),
                of(0, "b", "a"),
                of(0, x),
                of(0, x + "x"),
                of(0, x, "x"),
                of(0, "\u00ff")));
        for (int length = 490; length < 540; length++) {
            all.add(of(0, "y".repeat(length)));
            all.add(of(0, "y".repeat(length), "y"));
            all.add(of(0, "y", "y".repeat(length)));
        }
        all.add(of(0, "z".repeat(100_000)));
        assertThat(new HashSet<>(all)).hasSize(161);
    }

    @Test
    void dependsOnNothingThatWasHashedBefore() {
        Fingerprint first = of(0, "a");
        assertThatIllegalStateException().isThrownBy(() -> of(0, ""));
        assertThat(of(0, "secret\u0100")).isNotEqualTo(first);
        assertThat(of(0, "a")).isEqualTo(first);
        assertThat(CompletableFuture.supplyAsync(() -> of(0, "a")).join()).isEqualTo(first);
    }

    /** Whatever a text is spelled like, in one byte or in two, at an edge of the buffer or within. */
    @Test
    void tellsCharactersApartThatHaveALowerByteInCommon() {
        List<Fingerprint> all = new ArrayList<>(List.of(
                of(0, "\u0141"),
                of(0, "A"),
                of(0, "\u0001A"),
                of(0, "A\u0001"),
                of(0, "\u0141", "\u0141"),
                of(0, "\u0141\u0141"),
                of(0, "", "\u0001\u0001A"),
                of(0, "\ud83d"),
                of(0, "\ud83e")));
        for (int at : List.of(0, 1, 255, 511, 512, 1022, 1023)) {
            all.add(of(0, "x".repeat(at) + "\u0178" + "x".repeat(1023 - at)));
        }
        all.add(of(0, "x".repeat(1024)));
        assertThat(new HashSet<>(all)).hasSize(17);
    }

    @Test
    void refusesACredentialThatIdentifiesNothing() {
        assertThatIllegalStateException().isThrownBy(() -> of(0));
        assertThatIllegalStateException().isThrownBy(() -> of(0, ""));
    }
}
