package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Revocation;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change as one line of words, of which the first says its kind: kinds are added, never edited. There is one text for
 * each value; reading enforces that by writing again what was read.
 */
final class ChangeText {
    private static final int MAX = 4096;
    private static final String NEVER = "-";

    private ChangeText() {}

    static String write(Change change) {
        if (change instanceof Change.Added added) {
            return line("added", added.credential());
        } else if (change instanceof Change.Updated updated) {
            return line("updated", updated.credential(), updated.version());
        } else if (change instanceof Change.Removed removed) {
            return line("removed", removed.credential());
        } else if (change instanceof Change.Assigned assigned) {
            return line("assigned", assigned.account(), assigned.plan());
        } else if (change instanceof Change.Revoked revoked) {
            return line("revoked", end(revoked.until())) + " " + RevocationText.write(revoked.what());
        } else if (change instanceof Change.Reinstated reinstated) {
            return line("reinstated") + " " + RevocationText.write(reinstated.what());
        }
        // never left out: what edges do not hear of, they do not do
        throw new IllegalArgumentException(
                "no text form for " + change.getClass().getSimpleName());
    }

    private static String end(@Nullable Instant until) {
        return until == null ? NEVER : until.toString();
    }

    private static String line(String kind, Object... words) {
        return Stream.concat(Stream.of(kind), Stream.of(words).map(word -> StrictText.escape(word.toString())))
                .collect(Collectors.joining(" "));
    }

    /** @throws RuntimeException when the text is not exactly what {@link #write} gives */
    static Change read(String text) {
        if (text.length() > MAX) {
            throw new IllegalArgumentException("too long");
        }
        Change change = read(StrictText.split(text, ' '));
        if (!write(change).equals(text)) {
            throw new IllegalArgumentException("not in its one form");
        }
        return change;
    }

    private static Change read(List<String> words) {
        return switch (words.get(0)) {
            case "added" -> new Change.Added(credential(words));
            case "updated" -> new Change.Updated(credential(words), Long.parseLong(words.get(2)));
            case "removed" -> new Change.Removed(credential(words));
            case "assigned" ->
                new Change.Assigned(
                        new AccountId(StrictText.unescape(words.get(1))),
                        PlanName.require(StrictText.unescape(words.get(2))));
            case "revoked" ->
                new Change.Revoked(
                        revocation(words, 2), words.get(1).equals(NEVER) ? null : Instant.parse(words.get(1)));
            case "reinstated" -> new Change.Reinstated(revocation(words, 1));
            default -> throw new IllegalArgumentException("unknown kind");
        };
    }

    private static CredentialId credential(List<String> words) {
        return new CredentialId(StrictText.unescape(words.get(1)));
    }

    private static Revocation revocation(List<String> words, int from) {
        return RevocationText.read(String.join(" ", words.subList(from, words.size())));
    }
}
