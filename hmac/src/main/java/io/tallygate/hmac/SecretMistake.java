package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Mistakes about the secret: something else was made of its text than the bytes of it. */
enum SecretMistake implements Mistake {
    LINE_END("the secret had a line end or a space behind it") {
        @Override
        Stream<Secret> instead(String secret) {
            return Stream.of("\n", "\r\n", "\r", " ").map(end -> Secret.ofUtf8(secret + end));
        }
    },
    QUOTED("the secret were in quotes") {
        @Override
        Stream<Secret> instead(String secret) {
            return Stream.of("\"", "'").map(quote -> Secret.ofUtf8(quote + secret + quote));
        }
    },
    WITHOUT_MARKER("the secret lacked its first characters, up to the underscore") {
        @Override
        Stream<Secret> instead(String secret) {
            return Stream.of(behindMarker(secret))
                    .filter(rest -> !rest.isEmpty())
                    .map(Secret::ofUtf8);
        }
    },
    DECODED("the secret were taken for base64 and decoded") {
        @Override
        Stream<Secret> instead(String secret) {
            List<Secret> decoded = new ArrayList<>();
            for (String text : List.of(secret, behindMarker(secret))) {
                byte[] bytes = decoded(text);
                if (bytes.length > 0) {
                    decoded.add(Secret.of(bytes));
                }
            }
            return decoded.stream();
        }
    },
    ENCODED("the secret were encoded in base64") {
        @Override
        Stream<Secret> instead(String secret) {
            return Stream.of(
                    Secret.ofUtf8(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))));
        }
    };

    private final String clause;

    SecretMistake(String clause) {
        this.clause = clause;
    }

    /** What may have signed in its place. */
    abstract Stream<Secret> instead(String secret);

    @Override
    public String clause() {
        return clause;
    }

    private static String behindMarker(String secret) {
        return secret.substring(secret.indexOf('_') + 1);
    }

    /** As decoders do that forgive: either alphabet, and a group that is not whole is dropped. */
    private static byte[] decoded(String text) {
        StringBuilder plain = new StringBuilder(text.replace('-', '+').replace('_', '/'));
        plain.setLength(plain.length() - (plain.length() % 4 == 1 ? 1 : 0));
        try {
            return Base64.getDecoder().decode(plain.toString());
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
