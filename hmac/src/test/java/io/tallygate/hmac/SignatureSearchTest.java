package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.spi.TimeSource;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignatureSearchTest {
    private static final String TAG = "tallygate-v1";
    private static final String CODE = ":AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=:";
    private static final SignatureSearch SEARCH = new SignatureSearch(null, TAG);

    private static final List<String> MEMBERS = List.of(
            "tg=(\"@method\" \"@authority\" \"@path\" \"@query\");created=1;expires=2;nonce=\"n\";keyid=\"k\";tag=\"tallygate-v1\"",
            "tg=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-type\" \"content-digest\");tag=\"tallygate-v1\"",
            "tg=(\"@method\" \"x\";tag=\"tallygate-v1\");keyid=\"k\"",
            "tg=();tag=\"tallygate-v1\";alg=\"hmac-sha256\"",
            "b=(\"@query-param\";name=\"a\\\"\");created=1.5;tag=\"tallygate-v1\"",
            "b=( \"date\"  \"x\" );created=01; tag=\"tallygate-v1\"",
            "b=(\"date\");created=1618884473;keyid=\"test\"",
            "c=1.5;x=?1",
            "d",
            "tg;tag=\"tallygate-v1\"");

    private static final TimeSource TIME = TimeSource.system();
    private static final String MARKS = "=()\";,: \\a1_%";

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void takesNothingForAValueThatNoEqualsSignLeadsTo() {
        String list = "(\"@method\");keyid=\"k\";tag=\"tallygate-v1\"";
        assertThat(find("tg=" + list, "tg=" + CODE)).isInstanceOf(SignatureEntry.class);
        assertThat(find("tg" + list, "tg=" + CODE)).isEqualTo(SignatureFault.SPELLING);
        assertThat(find("tg=" + list, "tg" + CODE)).isEqualTo(SignatureFault.SPELLING);
    }

    @Test
    void readsNoFurtherThanTheMemberGoes() {
        String list = "tg=(\"@method\");tag=\"tallygate-v1\"";
        assertThat(find(list + ";created=1.5", "tg=" + CODE)).isEqualTo(SignatureFault.SPELLING);
        assertThat(find(list + "x", "tg=" + CODE)).isEqualTo(SignatureFault.SPELLING);
        assertThat(find(list, "tg=" + CODE + ";a=1")).isEqualTo(SignatureFault.SIGNATURE_FORM);
        assertThat(find(list + ",b=(\"date\")", "a=1, tg=" + CODE)).isInstanceOf(SignatureEntry.class);
    }

    /** Whatever it comes to, it is the same as when each member is gone over first, and then read. */
    @Test
    void findsInOnePassWhatIsFoundInSeveral() {
        int found = 0;
        int refused = 0;
        for (int i = 0; i < 60_000; i++) {
            String input = changed(members());
            String signature = changed("tg=" + CODE + (random.nextBoolean() ? ", b=" + CODE : ""));
            Found one = find(input, signature);
            Found several = inSeveral(input, signature);
            assertThat(text(one)).as("seed %d: %s | %s", seed, input, signature).isEqualTo(text(several));
            found += one instanceof SignatureEntry ? 1 : 0;
            refused += one instanceof SignatureEntry || one == SignatureFault.ABSENT ? 0 : 1;
        }
        assertThat(found).as("seed %d", seed).isGreaterThan(1_000);
        assertThat(refused).as("seed %d", seed).isGreaterThan(10_000);
    }

    /** Else who has no key could have a millisecond for some thousand characters. */
    @Test
    void looksAtEachParameterOnce() {
        assertThat(leastNanos("\"\";a")).isLessThan(6 * leastNanos("\"ab\""));
    }

    /** What a field takes of so many members as may be, each with so many components as may be. */
    private static long leastNanos(String component) {
        String member = "b=(" + String.join(" ", Collections.nCopies(31, component)) + ")";
        String input = String.join(",", Collections.nCopies(32, member));
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            long begin = TIME.nanos();
            assertThat(find(input, "")).isEqualTo(SignatureFault.ABSENT);
            least = Math.min(least, TIME.nanos() - begin);
        }
        return least;
    }

    private String members() {
        StringBuilder text = new StringBuilder(any(MEMBERS));
        while (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? ", " : ",").append(any(MEMBERS));
        }
        return text.toString();
    }

    /** Often as it is, or with a character or two taken out, put in, or replaced. */
    private String changed(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int n = Math.max(0, random.nextInt(5) - 2); n > 0 && !changed.isEmpty(); n--) {
            int at = random.nextInt(changed.length());
            char mark = MARKS.charAt(random.nextInt(MARKS.length()));
            switch (random.nextInt(3)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, mark);
                default -> changed.setCharAt(at, mark);
            }
        }
        return changed.toString();
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static Found find(String input, String signature) {
        return SEARCH.find(List.of(input), List.of(signature));
    }

    private static Found inSeveral(String input, String signature) {
        Members members = new Members(input);
        Slice value = null;
        int labelFrom = 0;
        while (members.nextKey() && members.endValue()) {
            int tag = input.indexOf(";tag=\"" + TAG + "\"", members.valueFrom());
            if (tag >= 0 && tag < members.valueTo()) {
                if (value != null) {
                    return SignatureFault.AMBIGUOUS;
                }
                labelFrom = members.keyFrom();
                value = new Slice(input, members.valueFrom(), members.valueTo());
            }
        }
        if (members.broken()) {
            return SignatureFault.SPELLING;
        }
        if (value == null) {
            return SignatureFault.ABSENT;
        }
        SignatureParameters parameters = SignatureParameters.read(value);
        return parameters == null
                ? SignatureFault.SPELLING
                : entry(labelFrom, parameters, input.substring(labelFrom, value.from() - 1), signature);
    }

    private static Found entry(int labelFrom, SignatureParameters parameters, String label, String signature) {
        Members members = new Members(signature);
        int seen = 0;
        byte @Nullable [] code = null;
        while (members.nextKey() && members.endValue()) {
            if (members.named(label)) {
                seen++;
                code = ByteSequence.decode(signature, members.valueFrom(), members.valueTo(), MacKey.LENGTH);
            }
        }
        if (members.broken() && seen < 2) {
            return SignatureFault.SPELLING;
        }
        if (seen > 1) {
            return SignatureFault.AMBIGUOUS;
        }
        return code == null ? SignatureFault.SIGNATURE_FORM : new SignatureEntry(labelFrom, parameters, code);
    }

    private static String text(Found found) {
        if (!(found instanceof SignatureEntry entry)) {
            return found.toString();
        }
        SignatureParameters read = entry.parameters();
        return String.join(
                " ",
                entry.label().toString(),
                read.whole().toString(),
                Long.toString(read.created()),
                Long.toString(read.expires()),
                String.valueOf(read.keyId()),
                String.valueOf(read.nonce()),
                String.valueOf(read.tag()),
                String.valueOf(read.algorithm()),
                ByteSequence.encode(entry.code()));
    }
}
