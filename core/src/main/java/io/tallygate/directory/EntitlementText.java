package io.tallygate.directory;

import io.tallygate.model.AccountId;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Entitlement;
import io.tallygate.model.Network;
import io.tallygate.model.Provenance;
import io.tallygate.model.Restriction;
import io.tallygate.model.Restriction.MaxUses.Exactness;
import io.tallygate.model.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
        line(text, "scopes", sorted(entitlement.scopes(), Scope::value));
        for (Restriction restriction : entitlement.restrictions()) {
            write(text, restriction);
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

    private static void write(StringBuilder text, Restriction restriction) {
        if (restriction instanceof Restriction.Networks networks) {
            line(text, "networks", sorted(networks.networks(), Network::toString));
        } else if (restriction instanceof Restriction.Methods methods) {
            line(text, "methods", sorted(methods.methods(), Function.identity()));
        } else if (restriction instanceof Restriction.Paths paths) {
            line(text, "paths", paths.patterns());
        } else if (restriction instanceof Restriction.During during) {
            line(
                    text,
                    "during",
                    List.of(during.from().toString(), during.until().toString()));
        } else if (restriction instanceof Restriction.MaxUses max) {
            line(
                    text,
                    "max-uses",
                    List.of(max.id(), Long.toString(max.uses()), max.exactness().name()));
        } else {
            // never left out: a record without it would allow more than its owner gave
            throw new IllegalArgumentException(
                    "no text form for " + restriction.getClass().getSimpleName());
        }
    }

    private static <T> List<String> sorted(Collection<T> values, Function<T, String> word) {
        return values.stream().map(word).sorted().toList();
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
            List<String> words = StrictText.split(line, ' ').stream()
                    .map(StrictText::unescape)
                    .toList();
            parts.take(words.get(0), words.subList(1, words.size()));
        }
        Entitlement entitlement = parts.entitlement(account, subject);
        if (!write(entitlement).equals(text)) {
            throw new IllegalArgumentException("not in its one form");
        }
        return entitlement;
    }

    private void take(String name, List<String> words) {
        switch (name) {
            case "scopes" -> words.forEach(word -> scopes.add(new Scope(word)));
            case "networks" -> restrictions.add(Restriction.Networks.of(words.toArray(String[]::new)));
            case "methods" -> restrictions.add(new Restriction.Methods(Set.copyOf(words)));
            case "paths" -> restrictions.add(new Restriction.Paths(words));
            case "during" ->
                restrictions.add(new Restriction.During(Instant.parse(words.get(0)), Instant.parse(words.get(1))));
            case "max-uses" ->
                restrictions.add(new Restriction.MaxUses(
                        words.get(0), Long.parseLong(words.get(1)), Exactness.valueOf(words.get(2))));
            case "not-after" -> notAfter = Instant.parse(words.get(0));
            case "credential" -> credential = new CredentialId(words.get(0));
            case "issuer" -> issuer = words.get(0);
            case "key" -> key = words.get(0);
            case "token" -> token = words.get(0);
            case "issued-at" -> issuedAt = Instant.parse(words.get(0));
            case "ancestors" -> ancestors = words;
            default -> throw new IllegalArgumentException("unknown line");
        }
    }

    private Entitlement entitlement(AccountId account, String subject) {
        Provenance provenance = new Provenance(credential, issuer, key, token, issuedAt, ancestors);
        return new Entitlement(account, subject, scopes, restrictions, null, notAfter, 0, provenance);
    }
}
