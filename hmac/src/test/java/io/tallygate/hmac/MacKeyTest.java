package io.tallygate.hmac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallygate.contract.Vectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class MacKeyTest {
    /** Wycheproof's cases of full length; codes that were cut are refused by their length elsewhere. */
    @Test
    void computesWhatWycheproofExpects() throws Exception {
        Path vectors = Vectors.find("hmac/hmac_sha256_full_tag.json").orElse(null);
        if (vectors == null) {
            return;
        }
        int valid = 0;
        int invalid = 0;
        try (JsonParser json = new JsonFactory().createParser(vectors.toFile())) {
            for (Map<String, String> test = next(json); !test.isEmpty(); test = next(json)) {
                byte[] code = new MacKey(bytes(test, "key")).sign(bytes(test, "msg"));
                boolean good = test.get("result").equals("valid");
                assertThat(HexFormat.of().formatHex(code).equals(test.get("tag")))
                        .as("case " + test.get("tcId"))
                        .isEqualTo(good);
                valid += good ? 1 : 0;
                invalid += good ? 0 : 1;
            }
        }
        System.out.println("HMAC valid=" + valid + " invalid=" + invalid);
        assertThat(valid + invalid).isEqualTo(87);
    }

    @Test
    void computesWhatTheJdkComputes() throws Exception {
        Random random = new Random(1);
        for (int length = 1; length <= 200; length++) {
            byte[] secret = bytes(random, length);
            byte[] signed = bytes(random, random.nextInt(300));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            MacKey key = new MacKey(secret);
            assertThat(key.sign(signed)).as("%d bytes", length).isEqualTo(mac.doFinal(signed));
            assertThat(key.sign(signed)).isEqualTo(key.sign(signed));
        }
    }

    @Test
    void computesTheSameInManyThreadsAtOnce() throws Exception {
        MacKey key = new MacKey(new byte[] {1});
        byte[] signed = bytes(new Random(1), 300);
        byte[] code = key.sign(signed);
        Callable<Long> signing = () -> IntStream.range(0, 20_000)
                .filter(i -> Arrays.equals(key.sign(signed), code))
                .count();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Long> same : threads.invokeAll(Collections.nCopies(4, signing))) {
                assertThat(same.get()).isEqualTo(20_000);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(Map<String, String> test, String name) {
        return HexFormat.of().parseHex(test.get(name));
    }

    /** The next object that has a {@code tcId}; empty at the end. */
    private static Map<String, String> next(JsonParser json) throws Exception {
        Map<String, String> fields = new HashMap<>();
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                fields.clear();
            } else if (token.isScalarValue() && json.currentName() != null) {
                fields.put(json.currentName(), json.getText());
            } else if (token == JsonToken.END_OBJECT && fields.containsKey("tcId")) {
                return fields;
            }
        }
        return Map.of();
    }
}
