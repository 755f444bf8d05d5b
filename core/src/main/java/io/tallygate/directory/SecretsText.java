package io.tallygate.directory;

import io.tallygate.model.StoredSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The column {@code secrets}: behind the version a line for each, of its form, its value and, if it has one, its end. */
final class SecretsText {
    private static final String VERSION = "1";

    private SecretsText() {}

    static String write(List<StoredSecret> secrets) {
        StringBuilder text = new StringBuilder(VERSION);
        for (StoredSecret secret : secrets) {
            text.append('\n').append(StrictText.escape(secret.form()));
            text.append(' ').append(StrictText.escape(secret.value()));
            if (secret.notAfter() != null) {
                text.append(' ').append(secret.notAfter());
            }
        }
        return text.toString();
    }

    /** @throws RuntimeException when the text is not exactly what {@link #write} gives */
    static List<StoredSecret> read(String text) {
        List<StoredSecret> secrets = new ArrayList<>();
        List<String> lines = StrictText.split(text, '\n');
        for (String line : lines.subList(1, lines.size())) {
            List<String> words = StrictText.split(line, ' ');
            Instant notAfter = words.size() > 2 ? Instant.parse(words.get(2)) : null;
            secrets.add(
                    new StoredSecret(StrictText.unescape(words.get(0)), StrictText.unescape(words.get(1)), notAfter));
        }
        if (!write(secrets).equals(text)) {
            throw new IllegalArgumentException("not in its one form");
        }
        return List.copyOf(secrets);
    }
}
