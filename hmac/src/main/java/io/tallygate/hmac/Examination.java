package io.tallygate.hmac;

import io.tallygate.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is wrong with one signature: it is verified again under each mistake that is known, one at a time. That
 * takes up to some hundred codes, so it is nothing for a request to wait for. For one thread.
 */
final class Examination {
    /** Of one that would be right with a secret of the key that is no longer accepted. */
    static final Mistake ENDED_SECRET = () -> "its secret had not ended";

    /** Known mistakes, whatever the scheme. */
    static final int KNOWN = 1
            + RequestMistake.values().length
            + TextMistake.values().length
            + SecretMistake.values().length
            + ScopeMistake.values().length
            + SigV4Mistake.values().length;

    private static final int DIGITS = 16;

    private final Suspect suspect;
    private final String text;
    private final List<LiveSecret> live;

    private Examination(Suspect suspect, String text) {
        this.suspect = suspect;
        this.text = text;
        this.live = suspect.secrets().stream()
                .filter(secret -> secret.liveAt(suspect.epochMillis()))
                .toList();
    }

    /** Of one that could be copied, and whose request can be signed; otherwise null. */
    static @Nullable Examination of(@Nullable Suspect suspect) {
        String text = suspect == null ? null : suspect.text(suspect.request());
        return suspect == null || text == null ? null : new Examination(suspect, text);
    }

    /** What is signed, as it is here. */
    String text() {
        return text;
    }

    /** SHA-256 of that, in hex. */
    String hash() {
        return Sha256.hex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Whether nothing is wrong. */
    boolean isSigned() {
        return isSigned(text);
    }

    /** What may be wrong: usually one thing, or none that is known. */
    List<Mistake> mistakes() {
        List<Mistake> made = new ArrayList<>(suspect.ownMistakes(this::isSigned));
        if (isSignedBy(suspect.secrets())) {
            made.add(ENDED_SECRET);
        }
        find(RequestMistake.values(), made, it -> it.instead(suspect.request()).anyMatch(this::isSigned));
        find(
                TextMistake.values(),
                made,
                it -> it.instead(text, suspect.request()).anyMatch(this::isSigned));
        find(SecretMistake.values(), made, this::isMade);
        DayScope scope = suspect.scope();
        if (scope != null) {
            find(ScopeMistake.values(), made, it -> it.instead(scope).anyMatch(other -> isDerivedFor(other, scope)));
        }
        return made;
    }

    private static <M extends Mistake> void find(M[] all, List<Mistake> made, Predicate<M> isMade) {
        Arrays.stream(all).filter(isMade).forEach(made::add);
    }

    private boolean isSigned(CapturedRequest other) {
        String instead = suspect.text(other);
        return instead != null && isSigned(instead);
    }

    private boolean isSigned(String instead) {
        return live.stream().anyMatch(secret -> suspect.isSignedBy(secret, instead));
    }

    private boolean isSignedBy(List<LiveSecret> secrets) {
        return secrets.stream().anyMatch(secret -> suspect.isSignedBy(secret, text));
    }

    private boolean isMade(SecretMistake mistake) {
        return live.stream()
                .filter(LiveSecret::whole)
                .map(secret -> new String(secret.secret().reveal(), StandardCharsets.UTF_8))
                .flatMap(mistake::instead)
                .anyMatch(other -> suspect.isSignedBy(new LiveSecret(other, null), text));
    }

    /** Whether a key that was derived for another scope was taken for one of this scope. */
    private boolean isDerivedFor(DayScope other, DayScope scope) {
        return live.stream().filter(LiveSecret::whole).anyMatch(secret -> {
            Secret derived = other.derive(secret.secret());
            return suspect.isSignedBy(new LiveSecret(derived, scope, null), text);
        });
    }

    /** All of it in one line for the log: neither a value of the request nor anything of a secret is in it. */
    String finding() {
        return "base " + hash().substring(0, DIGITS) + ": " + conclusion();
    }

    /** What may be wrong, in words. */
    String conclusion() {
        if (suspect.secrets().isEmpty()) {
            return "there is no such app key, or nothing is left of its secrets";
        }
        List<String> clauses = mistakes().stream().map(Mistake::clause).toList();
        return clauses.isEmpty() ? unknown() : "would match if " + String.join("; or if ", clauses);
    }

    private String unknown() {
        List<String> others = suspect.otherLines(text);
        if (others == null) {
            return "another secret or another request was signed; it would match under none of " + KNOWN
                    + " known mistakes";
        }
        return others.isEmpty()
                ? "what its signer signed is the same, so the secret is another one"
                : "its signer has signed another " + String.join(", ", others);
    }
}
