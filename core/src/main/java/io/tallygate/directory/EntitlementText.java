package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The column {@code entitlement}: all of an entitlement that has no column of its own. Behind the version, each in a
 * line that begins with its name and only where there is something to say: scopes; restrictions in their order;
 * not-after; and the provenance's credential, issuer, key, token, issued-at and ancestors. Sets are sorted.
 *
 * <p>There is one text for each value. Reading enforces that by writing again what was read, so a line that is doubled,
 * misplaced or spelled differently makes the text unreadable rather than half understood.
 */
final class EntitlementText {
    private static final String VERSION = "1";

    private @Nullable Instant notAfter;
    private @Nullable CredentialId credential;
    private @Nullable String issuer;
    private @Nullable String key;
    private @Nullable String token;
    private @Nullable Instant issuedAt;
    private List<String> ancestors = List.of();
    private final Set<Scope> scopes = new HashSet<>();
    private final List<Restriction> restrictions = new ArrayList<>();

    private EntitlementText() {}

    static String write(Entitlement entitlement) {
        StringBuilder text = new StringBuilder(VERSION);
        Stream<String> scopes = entitlement.scopes().stream().map(Scope::value);
        line(text, "scopes", scopes.sorted().toList());
        for (Restriction restriction : entitlement.restrictions()) {
            List<String> words = restriction.words();
            line(text, words.get(0), words.subList(1, words.size()));
        }
        Provenance provenance = entitlement.provenance();
        single(text, "not-after", entitlement.notAfter());
        single(text, "credential", provenance.credential());
        single(text, "issuer", provenance.issuer());
        single(text, "key", provenance.keyId());
        single(text, "token", provenance.tokenId());
        single(text, "issued-at", provenance.issuedAt());
        line(text, "ancestors", provenance.ancestors());
        return text.toString();
    }

    private static void single(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            line(text, name, List.of(value.toString()));
        }
    }

    private static void line(StringBuilder text, String name, List<String> words) {
        if (!words.isEmpty()) {
            text.append('\n').append(name);
            words.forEach(word -> text.append(' ').append(StrictText.escape(word)));
        }
    }

    /**
     * The entitlement, without its plan and at version 0.
     *
     * @throws RuntimeException when the text is not exactly what {@link #write} gives
     */
    static Entitlement read(String text, AccountId account, String subject) {
        EntitlementText parts = new EntitlementText();
        List<String> lines = StrictText.split(text, '\n');
        for (String line : lines.subList(1, lines.size())) {
            parts.take(StrictText.split(line, ' ').stream()
                    .map(StrictText::unescape)
                    .toList());
        }
        Entitlement entitlement = parts.entitlement(account, subject);
        if (!write(entitlement).equals(text)) {
            throw new IllegalArgumentException("not in its one form");
        }
        return entitlement;
    }

    private void take(List<String> line) {
        List<String> words = line.subList(1, line.size());
        switch (line.get(0)) {
            case "scopes" -> words.forEach(word -> scopes.add(new Scope(word)));
            case "not-after" -> notAfter = Instant.parse(words.get(0));
            case "credential" -> credential = new CredentialId(words.get(0));
            case "issuer" -> issuer = words.get(0);
            case "key" -> key = words.get(0);
            case "token" -> token = words.get(0);
            case "issued-at" -> issuedAt = Instant.parse(words.get(0));
            case "ancestors" -> ancestors = words;
            default -> restrictions.add(Restriction.of(line));
        }
    }

    private Entitlement entitlement(AccountId account, String subject) {
        Provenance provenance = new Provenance(credential, issuer, key, token, issuedAt, ancestors);
        return new Entitlement(account, subject, scopes, restrictions, null, notAfter, 0, provenance);
    }
}
