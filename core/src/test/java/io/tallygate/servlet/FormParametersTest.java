package io.tallygate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormParametersTest {
    private static final Charset UTF_8 = StandardCharsets.UTF_8;

    @Test
    void keepsTheOrderOfNamesAndOfTheirValues() {
        FormParameters form = parse("b=2&a=1&b=3&empty=&bare&&=nameless&");
        assertThat(Collections.list(form.names())).containsExactly("b", "a", "empty", "bare", "");
        assertThat(form.all("b")).containsExactly("2", "3");
        assertThat(form.first("b")).isEqualTo("2");
        assertThat(form.first("empty")).isEmpty();
        assertThat(form.first("bare")).isEmpty();
        assertThat(form.first("")).isEqualTo("nameless");
        assertThat(form.first("c")).isNull();
        assertThat(form.all("c")).isNull();
        assertThat(form.toMap()).containsOnlyKeys("b", "a", "empty", "bare", "");
        assertThat(form.toMap().get("b")).containsExactly("2", "3");
    }

    @Test
    void decodesEscapesAndPlusesOnce() {
        FormParameters form = parse("a+b%2B=c%26d%3De%2525+&x=1=2");
        assertThat(form.first("a b+")).isEqualTo("c&d=e%25 ");
        assertThat(form.first("x")).isEqualTo("1=2");
    }

    @Test
    void decodesInTheCharsetItIsTold() {
        assertThat(parse("n=gr%C3%BCn").first("n")).isEqualTo("grün");
        FormParameters latin = new FormParameters();
        latin.add("n=gr%FCn".getBytes(StandardCharsets.US_ASCII), StandardCharsets.ISO_8859_1);
        assertThat(latin.first("n")).isEqualTo("grün");
    }

    @Test
    void refusesWhatIsNoForm() {
        for (String bad :
                List.of("a=%", "a=%4", "a=%4&b=1", "a=%G1", "a=%1G", "%", "a=%+1", "a=%C3", "a=%C3%28", "a=%FF")) {
            assertThatThrownBy(() -> parse(bad)).as(bad).isInstanceOf(IllegalStateException.class);
        }
    }

    /** A name of the caller's making must not end up in a log by way of the exception. */
    @Test
    void refusesWithoutQuotingTheForm() {
        assertThatThrownBy(() -> parse("password=hunter2%")).hasMessageNotContaining("hunter2");
    }

    @Test
    void takesAThousandParametersAndNoMore() {
        String thousand = "&a=1".repeat(FormParameters.MAX_COUNT);
        FormParameters form = parse(thousand);
        assertThat(form.all("a")).hasSize(1_000);
        assertThatThrownBy(() -> form.add("b".getBytes(UTF_8), UTF_8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1000");
    }

    /** Against the JDK's encoder, which the reader was not written after. */
    @Test
    void readsBackWhateverWasEncoded() {
        Random random = new Random(6);
        for (int run = 0; run < 2_000; run++) {
            List<String> texts = new ArrayList<>();
            StringBuilder form = new StringBuilder();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                String text = text(random);
                texts.add(text);
                form.append("&k=").append(URLEncoder.encode(text, UTF_8));
            }
            assertThat(parse(form.substring(1)).all("k")).containsExactlyElementsOf(texts);
        }
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), 0, 0x800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static FormParameters parse(String text) {
        FormParameters form = new FormParameters();
        form.add(text.getBytes(UTF_8), UTF_8);
        return form;
    }
}
