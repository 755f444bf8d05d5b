package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Revocation;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A revocation as one line of words: what kind it is, and its names. There is one text for each value; reading enforces
 * that by writing again what was read.
 */
final class RevocationText {
    /** The longest text; a database keeps it as a key. */
    static final int MAX = 2048;

    private RevocationText() {}

    /** @throws IllegalArgumentException when the text would be too long */
    static String write(Revocation what) {
        String text = words(what);
        if (text.length() > MAX) {
            throw new IllegalArgumentException("the names of a revocation are too long to be stored: " + text.length()
                    + " characters of at most " + MAX);
        }
        return text;
    }

    private static String words(Revocation what) {
        if (what instanceof Revocation.OfAccount all) {
            return line("account", all.account().value());
        } else if (what instanceof Revocation.OfSubject one) {
            return line("subject", one.account().value(), one.subject());
        } else if (what instanceof Revocation.OfCredential one) {
            return line("credential", one.credential().value());
        } else if (what instanceof Revocation.OfKey key) {
            return line("key", key.issuer(), key.keyId());
        } else if (what instanceof Revocation.OfToken token) {
            return line("token", token.issuer(), token.tokenId());
        } else if (what instanceof Revocation.IssuedBefore old) {
            String first = line("issued-before", old.instant().toString());
            return old.among() == null ? first : first + " " + words(old.among());
        }
        // never left out: what nobody reads revokes nothing
        throw new IllegalArgumentException("no text form for " + what.getClass().getSimpleName());
    }

    private static String line(String kind, String... names) {
        return Stream.concat(Stream.of(kind), Stream.of(names).map(StrictText::escape))
                .collect(Collectors.joining(" "));
    }

    /** @throws RuntimeException when the text is not exactly what {@link #write} gives */
    static Revocation read(String text) {
        if (text.length() > MAX) {
            throw new IllegalArgumentException("too long");
        }
        Revocation what = read(
                StrictText.split(text, ' ').stream().map(StrictText::unescape).toList());
        if (!words(what).equals(text)) {
            throw new IllegalArgumentException("not in its one form");
        }
        return what;
    }

    private static Revocation read(List<String> words) {
        return switch (words.get(0)) {
            case "account" -> new Revocation.OfAccount(new AccountId(words.get(1)));
            case "subject" -> new Revocation.OfSubject(new AccountId(words.get(1)), words.get(2));
            case "credential" -> new Revocation.OfCredential(new CredentialId(words.get(1)));
            case "key" -> new Revocation.OfKey(words.get(1), words.get(2));
            case "token" -> new Revocation.OfToken(words.get(1), words.get(2));
            case "issued-before" ->
                new Revocation.IssuedBefore(
                        Instant.parse(words.get(1)), words.size() > 2 ? read(words.subList(2, words.size())) : null);
            default -> throw new IllegalArgumentException("unknown kind");
        };
    }
}
