package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.Change;
import io.tallygate.model.CredentialRecord;
import io.tallygate.model.FeedPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as lines of words, the first word of each saying what it is: one each of position and time; then the
 * revocations; then plans and records, in both cases the last used first, so that what does not fit is what was not used
 * for longest. All is ASCII.
 */
final class SnapshotText {
    private final List<Change.Revoked> revocations = new ArrayList<>();
    private final List<Map.Entry<AccountId, Optional<String>>> plans = new ArrayList<>();
    private final List<CredentialRecord> records = new ArrayList<>();
    private @Nullable FeedPosition position;
    private @Nullable Instant asOf;

    private SnapshotText() {}

    /**
     * The text, of so many characters at most.
     *
     * @throws IllegalStateException when not even the revocations fit, without which the rest is worth nothing
     */
    static String write(Snapshot snapshot, int limit) {
        StringBuilder text = new StringBuilder();
        FeedPosition position = snapshot.position();
        line(text, "position", position.number(), position.tag());
        line(text, "as-of", snapshot.asOf());
        snapshot.revocations().forEach(revoked -> line(text, "change", ChangeText.write(revoked)));
        if (text.length() > limit) {
            throw new IllegalStateException(snapshot.revocations().size() + " revocations stand, which do not fit into "
                    + limit + " bytes; revoke accounts instead of what is theirs, and give revocations an end");
        }
        newestFirst(snapshot.plans().entrySet()).forEach(plan -> within(limit, text, planLine(plan)));
        newestFirst(snapshot.records()).stream()
                .filter(SnapshotText::canBeRead)
                .forEach(record -> within(limit, text, recordLine(record)));
        return text.toString();
    }

    private static <T> List<T> newestFirst(Iterable<T> oldestFirst) {
        List<T> reversed = new ArrayList<>();
        oldestFirst.forEach(reversed::add);
        Collections.reverse(reversed);
        return reversed;
    }

    private static void within(int limit, StringBuilder text, StringBuilder line) {
        if (text.length() + line.length() <= limit) {
            text.append(line);
        }
    }

    private static StringBuilder planLine(Map.Entry<AccountId, Optional<String>> plan) {
        Object[] words = Stream.concat(Stream.of(plan.getKey()), plan.getValue().stream())
                .toArray();
        return line(new StringBuilder(), "plan", words);
    }

    /** One record that is too large, from a directory with rules of its own, must not keep the others from being saved. */
    private static boolean canBeRead(CredentialRecord record) {
        try {
            new CredentialRow(CredentialRow.of(record).words()).record();
            return true;
        } catch (IllegalArgumentException | UnreadableRowException unfit) {
            return false;
        }
    }

    private static StringBuilder recordLine(CredentialRecord record) {
        Object[] words = CredentialRow.of(record).words().toArray();
        return line(new StringBuilder(), "record", words);
    }

    private static StringBuilder line(StringBuilder text, String name, Object... words) {
        text.append(name);
        for (Object word : words) {
            text.append(' ').append(StrictText.escape(word.toString()));
        }
        return text.append('\n');
    }

    /** @throws RuntimeException when it is not what {@link #write} gives */
    static Snapshot read(String text) {
        SnapshotText parts = new SnapshotText();
        List<String> lines = StrictText.split(text, '\n');
        for (String line : lines.subList(0, lines.size() - 1)) {
            List<String> words = StrictText.split(line, ' ').stream()
                    .map(StrictText::unescape)
                    .toList();
            parts.take(words.get(0), words.subList(1, words.size()));
        }
        return parts.snapshot();
    }

    private void take(String name, List<String> words) {
        switch (name) {
            case "position" -> position = new FeedPosition(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)));
            case "as-of" -> asOf = Instant.parse(words.get(0));
            case "change" -> revocations.add((Change.Revoked) ChangeText.read(words.get(0)));
            case "plan" -> plans.add(plan(words));
            case "record" -> records.add(new CredentialRow(words).record());
            default -> throw new IllegalArgumentException("unknown line");
        }
    }

    private static Map.Entry<AccountId, Optional<String>> plan(List<String> words) {
        Optional<String> name = words.size() == 1 ? Optional.empty() : Optional.of(words.get(1));
        return Map.entry(new AccountId(words.get(0)), name);
    }

    private Snapshot snapshot() {
        if (position == null || asOf == null) {
            throw new IllegalArgumentException("lines are missing");
        }
        Collections.reverse(plans);
        Collections.reverse(records);
        Map<AccountId, Optional<String>> byAccount = plans.stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> other, LinkedHashMap::new));
        return new Snapshot(position, asOf, revocations, byAccount, records);
    }
}
