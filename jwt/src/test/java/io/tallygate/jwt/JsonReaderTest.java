package io.tallygate.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.contract.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of JSON, against Jackson with all its rules switched on. */
class JsonReaderTest {
    private static final int TEXTS = 60_000 * Integer.getInteger("jwt.scale", 1);
    private static final String LETTERS = "{}[]\",:0123456789-+.eEtrufalsn\\/b \n\t\u0000";
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"\\u0061\"",
        "\"\"",
        "0",
        "-0",
        "01",
        "1.5",
        "1e3",
        "1.",
        "-",
        "true",
        "false",
        "null",
        "nul",
        " ",
        "\n",
        "\"\\n\\\"\\/\"",
        "\"\\ud83d\\ude00\"",
        "\"é\u20ac\ud83d\ude00\"",
        "\"\\x\"",
        "\"\t\"",
        "\"iss\"",
        "\"aud\"",
        "12345678901234567890",
        "\"",
        "\\"
    };

    /** Texts put together from pieces, of which many are JSON, and more of them nearly. */
    @Test
    void readsWhatJacksonReadsAndRefusesWhatItRefuses() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int wellFormed = 0;
        for (int i = 0; i < TEXTS; i++) {
            String json = random.nextInt(3) == 0 ? soup(random) : spoiled(object(random, 3), random);
            wellFormed += judgesAlike(json.getBytes(StandardCharsets.UTF_8), "seed " + seed) ? 1 : 0;
        }
        assertThat(wellFormed).isBetween(TEXTS / 10, TEXTS * 9 / 10);
    }

    private static String soup(Random random) {
        return IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(i -> PIECES[random.nextInt(PIECES.length)])
                .collect(Collectors.joining("", random.nextBoolean() ? "{" : "", random.nextBoolean() ? "}" : ""));
    }

    private static String object(Random random, int depth) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> "\"" + (char) ('a' + random.nextInt(12)) + "\":" + value(random, depth))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> "\"\\u00e9\\t" + random.nextInt(9) + "\u20ac\"";
            case 1 -> String.valueOf(random.nextInt());
            case 2 -> random.nextBoolean() ? " true" : "null ";
            case 3 -> random.nextInt(99) + "." + random.nextInt(99) + "E-" + random.nextInt(9);
            case 4 -> object(random, depth - 1);
            default ->
                IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> value(random, depth - 1))
                        .collect(Collectors.joining(",", "[", "]"));
        };
    }

    /** In half of all cases the text as it is, else one that differs in one character. */
    private static String spoiled(String json, Random random) {
        int at = random.nextInt(json.length());
        return switch (random.nextInt(6)) {
            case 0 -> json.substring(0, at) + json.substring(at + 1);
            case 1 -> json.substring(0, at) + PIECES[random.nextInt(PIECES.length)] + json.substring(at);
            case 2 -> json.substring(0, at) + (char) random.nextInt(0x80) + json.substring(at + 1);
            default -> json;
        };
    }

    /** The files of JSONTestSuite with one to three bytes changed, left out or doubled. */
    @Test
    void judgesSpoiledFilesOfTheSuiteAsJacksonAndTheJdkDo() throws IOException {
        Optional<Path> folder = Vectors.find("json/test_parsing");
        if (folder.isEmpty()) {
            return;
        }
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder.get())) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                byte[] file = Files.readAllBytes(path);
                if (file.length > 0 && file.length < 1_000) {
                    files.add(file);
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(300);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int wellFormed = 0;
        for (int i = 0; i < TEXTS; i++) {
            byte[] json = spoiled(files.get(random.nextInt(files.size())), random);
            wellFormed += judgesAlike(json, "seed " + seed) ? 1 : 0;
        }
        assertThat(wellFormed).isBetween(TEXTS / 20, TEXTS * 9 / 10);
    }

    private static byte[] spoiled(byte[] file, Random random) {
        byte[] spoiled = file;
        for (int changes = 1 + random.nextInt(3); changes > 0 && spoiled.length > 0; changes--) {
            int at = random.nextInt(spoiled.length);
            spoiled = switch (random.nextInt(4)) {
                case 0 -> replaced(spoiled, at, 1);
                case 1 -> replaced(spoiled, at, 0, spoiled[at]);
                case 2 -> replaced(spoiled, at, 1, (byte) random.nextInt());
                default -> replaced(spoiled, at, 1, (byte) LETTERS.charAt(random.nextInt(LETTERS.length())));
            };
        }
        return spoiled;
    }

    private static byte[] replaced(byte[] bytes, int at, int count, byte... others) {
        ByteArrayOutputStream spoiled = new ByteArrayOutputStream();
        spoiled.write(bytes, 0, at);
        spoiled.write(others, 0, others.length);
        spoiled.write(bytes, at + count, bytes.length - at - count);
        return spoiled.toByteArray();
    }

    /** Whether it is JSON, which both must say, and what the object is, if it is one. */
    private static boolean judgesAlike(byte[] json, String which) {
        List<@Nullable Object> expected = JacksonJson.read(json);
        String what = which + ": " + new String(json, StandardCharsets.ISO_8859_1);
        assertThat(isJson(json)).as(what).isEqualTo(!expected.isEmpty());
        boolean object = !expected.isEmpty() && expected.get(0) instanceof Map<?, ?>;
        assertThat(StrictJson.object(json)).as(what).isEqualTo(object ? expected.get(0) : null);
        return !expected.isEmpty();
    }

    /** Few names are compared, many are hashed; both sorts at both sides of the change. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 18, 1000})
    void findsDuplicateNamesHoweverManyThereAre(int count) {
        String names =
                IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":0").collect(Collectors.joining(","));
        assertThat(isJson("{" + names + "}")).isTrue();
        assertThat(isJson("[{" + names + "},{" + names + "}]")).isTrue();
        for (int i : List.of(0, count / 2, count - 1)) {
            assertThat(isJson("{" + names + ",\"n" + i + "\":0}")).isFalse();
            assertThat(isJson("{" + names + ",\"\\u006e" + i + "\":0}")).isFalse();
            assertThat(isJson("[{" + names + "},{" + names + ",\"n" + i + "\":0}]"))
                    .isFalse();
            assertThat(isJson("[{" + names + "},{\"n" + i + "\":{\"n" + i + "\":0}}]"))
                    .isTrue();
        }
    }

    /** Names that are known by their first eight bytes, and all that differ from one of them in a character. */
    @ParameterizedTest
    @ValueSource(strings = {"alg", "scope", "client_id"})
    void tellsKnownNamesFromThoseThatAreNearlyTheSame(String known) {
        List<String> names = new ArrayList<>(List.of(known, known + "x", known.substring(1), "x" + known, ""));
        for (int i = 0; i < known.length(); i++) {
            names.add(known.substring(0, i) + "x" + known.substring(i + 1));
            names.add(known.substring(0, i));
        }
        for (String name : names) {
            for (String json : List.of("{\"" + name + "\":0}", "{\"" + name + "\":0       }")) {
                JsonReader reader = new JsonReader(json.getBytes(StandardCharsets.UTF_8));
                assertThat(reader.beginObject() && reader.nextMember()).isTrue();
                assertThat(reader.name()).isEqualTo(name);
            }
        }
    }

    @Test
    void boundsDepthAndNumbers() {
        assertThat(isJson("[".repeat(32) + "]".repeat(32))).isTrue();
        assertThat(isJson("[".repeat(33) + "]".repeat(33))).isFalse();
        assertThat(isJson("{\"a\":".repeat(31) + "{}" + "}".repeat(31))).isTrue();
        assertThat(isJson("{\"a\":".repeat(32) + "{}" + "}".repeat(32))).isFalse();
        assertThat(isJson("[" + "9".repeat(128) + "]")).isTrue();
        assertThat(isJson("[" + "9".repeat(129) + "]")).isFalse();
    }

    /** Sign, point and exponent are counted as well, by us and by what we compare with. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1.", "1e", "-1.5E+"})
    void boundsEachCharacterOfANumber(String beginning) {
        String longest = beginning + "9".repeat(128 - beginning.length());
        assertThat(judgesAlike(("[" + longest + "]").getBytes(StandardCharsets.UTF_8), "longest"))
                .isTrue();
        assertThat(judgesAlike(("[" + longest + "9]").getBytes(StandardCharsets.UTF_8), "longer"))
                .isFalse();
    }

    /** A value of another type is still there, so that it can be passed over. */
    @Test
    void givesWhatIsAskedForOrNothing() {
        JsonReader json = new JsonReader("{\"a\":1,\"b\":\"x\",\"c\":{\"d\":[true]}}".getBytes(StandardCharsets.UTF_8));
        assertThat(json.beginArray()).isFalse();
        assertThat(json.text()).isNull();
        assertThat(json.beginObject()).isTrue();
        assertThat(json.nextMember()).isTrue();
        assertThat(json.text()).isNull();
        assertThat(json.digits()).isEqualTo(1);
        assertThat(json.nextMember()).isTrue();
        assertThat(json.name()).isEqualTo("b");
        assertThat(json.number()).isNull();
        int value = json.mark();
        assertThat(json.text()).isEqualTo("x");
        json.backTo(value);
        assertThat(json.text()).isEqualTo("x");
        assertThat(json.nextMember()).isTrue();
        json.skip();
        assertThat(json.isWhole()).isFalse();
        assertThat(json.nextMember()).isFalse();
        assertThat(json.isWhole()).isTrue();
    }

    private static boolean isJson(String json) {
        return isJson(json.getBytes(StandardCharsets.UTF_8));
    }

    static boolean isJson(byte[] bytes) {
        JsonReader json = new JsonReader(bytes);
        json.skip();
        return json.isWhole();
    }
}
