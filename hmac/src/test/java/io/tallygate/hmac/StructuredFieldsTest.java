package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StructuredFieldsTest {
    private static final List<String> ITEMS = List.of(
            "1",
            "-1",
            "0",
            "007",
            "999999999999999",
            "1.5",
            "-0.123",
            "123456789012.123",
            "\"\"",
            "\"a b\"",
            "\"a\\\"b\\\\\"",
            ":YQ==:",
            "::",
            "?0",
            "?1",
            "a",
            "*a/b:c",
            "@1659578233",
            "%\"f%c3%bc\"");

    private static final List<String> BROKEN = List.of(
            "",
            "-",
            "1.",
            "1.1234",
            "1234567890123.1",
            "9999999999999999",
            "\"",
            "\"a",
            "\"\\a\"",
            "\"\u00e4\"",
            "\"\t\"",
            ":a",
            ":-:",
            "?2",
            "?",
            "_a",
            "@",
            "@a",
            "@1.5",
            "%a",
            "%\"%C3\"",
            "%\"%c\"",
            "=",
            "(",
            "()");

    @Test
    void findsTheEndOfEveryItem() {
        for (String item : ITEMS) {
            assertThat(StructuredFields.endOfItem(item, 0)).as(item).isEqualTo(item.length());
            assertThat(StructuredFields.endOfItem("=" + item + ";a", 1))
                    .as(item)
                    .isEqualTo(item.length() + 1);
        }
        for (String broken : BROKEN) {
            assertThat(StructuredFields.endOfItem(broken, 0)).as(broken).isNotEqualTo(broken.length());
        }
    }

    @Test
    void walksOverTheMembersOfADictionary() {
        assertThat(members("a=1,    b=2;x=1;y=2,\tc=(a   b   c), d, e;f=\"g, h=i\" , j=()"))
                .containsExactly("a:1", "b:2;x=1;y=2", "c:(a   b   c)", "d:", "e:;f=\"g, h=i\"", "j:()");
        assertThat(members("sig1=(\"a\";bs \"b\");created=1; keyid=\"x\""))
                .containsExactly("sig1:(\"a\";bs \"b\");created=1; keyid=\"x\"");
    }

    @Test
    void readsNoBrokenDictionary() {
        for (String broken : List.of(
                "",
                " ",
                " a",
                "a ",
                "a,",
                ",a",
                "a,,b",
                "A=1",
                "a=",
                "a b",
                "a=(",
                "a=(1",
                "a=(1 2",
                "a=(1\t2)",
                "a=(1)x",
                "a=((1))",
                "a=1;",
                "a=1;B",
                "a=1;b=",
                "a=1;b=(1)",
                "a=\"",
                "a=1\u00e4",
                "a=1\n",
                "\ufeffa")) {
            assertThat(members(broken)).as(broken).containsExactly("broken");
        }
        assertThat(members("a,".repeat(31) + "a")).hasSize(32);
        assertThat(members("a,".repeat(32) + "a")).containsExactly("broken");
    }

    /** Whatever stands there, it ends, and inside of the text. */
    @Test
    void comesToAnEndWhateverStandsThere() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> parts = Stream.of(ITEMS, BROKEN, List.of("a=", ", ", ",", ";", " ", "(", ")", "\\", "\u0141"))
                .flatMap(List::stream)
                .toList();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("a=");
            for (int n = random.nextInt(6); n >= 0; n--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            List<String> members = members(text.toString());
            assertThat(members).as("seed %d: %s", seed, text).isNotEmpty();
            read += members.get(0).equals("broken") ? 0 : 1;
        }
        assertThat(read).as("seed %d", seed).isGreaterThan(500);
    }

    @Test
    void readsTheParametersOfASignature() {
        SignatureParameters read = read(
                "(\"@method\" \"x\";bs);created=1618884473;expires=1618884773;keyid=\"k/1\";nonce=\"n\";tag=\"t\";alg=\"a\"");
        assertThat(read.created()).isEqualTo(1_618_884_473);
        assertThat(read.expires()).isEqualTo(1_618_884_773);
        assertThat(read.keyId()).hasToString("k/1");
        assertThat(read.nonce()).hasToString("n");
        assertThat(read.tag()).hasToString("t");
        assertThat(read.algorithm()).hasToString("a");
        Components components = read.components();
        assertThat(components.next()).isTrue();
        assertThat(components.name()).hasToString("@method");
        assertThat(components.next()).isTrue();
        assertThat(components.identifier()).hasToString("\"x\";bs");
        assertThat(components.parameters()).hasToString(";bs");
        assertThat(components.next()).isFalse();

        SignatureParameters none = read("()");
        assertThat(none.created()).isEqualTo(SignatureParameters.ABSENT);
        assertThat(none.expires()).isEqualTo(SignatureParameters.ABSENT);
        assertThat(none.keyId()).isNull();
        assertThat(none.components().next()).isFalse();
    }

    @Test
    void readsOneSpellingOfThemOnly() {
        for (String other : List.of(
                "",
                "(",
                "( )",
                "(\"a\"",
                "(\"a\" )",
                "( \"a\")",
                "(\"a\"  \"b\")",
                "(\"a\"\"b\")",
                "(a)",
                "(\"a\"; bs)",
                "(\"a\\\\\")",
                "(\"a\");",
                "(\"a\"); created=1",
                "(\"a\");created",
                "(\"a\");created=\"1\"",
                "(\"a\");created=-1",
                "(\"a\");created=01",
                "(\"a\");created=1.0",
                "(\"a\");created=1;created=1",
                "(\"a\");expires=1;expires=1",
                "(\"a\");keyid=1",
                "(\"a\");keyid=k",
                "(\"a\");keyid=\"a\\\"b\"",
                "(\"a\");keyid=\"a\";keyid=\"a\"",
                "(\"a\");nonce=\"" + "n".repeat(257) + "\"",
                "(\"a\");other=\"a\"",
                "(\"a\");created=1 ",
                "(" + "\"a\" ".repeat(32) + "\"a\")")) {
            assertThat(SignatureParameters.read(new Slice(other, 0, other.length())))
                    .as(other)
                    .isNull();
        }
    }

    @Test
    void decodesBytesInOneSpellingOnly() {
        Random random = new Random(1);
        for (int length = 1; length < 70; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = "=" + ByteSequence.encode(bytes) + ";";
            int to = text.length() - 1;
            assertThat(ByteSequence.decode(text, 1, to, length)).isEqualTo(bytes);
            assertThat(ByteSequence.decode(text, 1, to, length + 1)).isNull();
            assertThat(ByteSequence.decode(text, 1, to, length - 1)).isNull();
        }
        for (String other :
                List.of(":YR==:", ":YQ=a:", ":YQ= :", ":YQa=:", "\"YQ==\"", ":Y-==:", ":Y\u0141==:", ":=Q==:")) {
            assertThat(ByteSequence.decode(other, 0, other.length(), 1))
                    .as(other)
                    .isNull();
        }
        assertThat(ByteSequence.decode(":YWI=:", 0, 6, 2)).containsExactly('a', 'b');
        assertThat(ByteSequence.decode(":YWJ=:", 0, 6, 2)).isNull();
    }

    private static SignatureParameters read(String input) {
        return Objects.requireNonNull(SignatureParameters.read(new Slice(input, 0, input.length())));
    }

    private static List<String> members(String text) {
        Members members = new Members(text);
        List<String> found = new ArrayList<>();
        while (members.nextKey() && members.endValue()) {
            found.add(text.substring(members.keyFrom(), members.keyTo())
                    + ":"
                    + text.substring(members.valueFrom(), members.valueTo()));
        }
        return members.broken() ? List.of("broken") : found;
    }
}
