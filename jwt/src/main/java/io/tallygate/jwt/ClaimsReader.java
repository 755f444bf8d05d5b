package io.tallygate.jwt;

import io.tallygate.model.Scope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the claims of one token in one pass, keeping those that decide anything. A claim that is not of its type makes
 * the whole token unreadable: {@code "exp": []} must not mean "no end".
 */
final class ClaimsReader {
    /** The last second of the year 9999; a date beyond it is a mistake in the unit. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final int LONGEST_DATE = 24;
    private static final int LONGEST_TOKEN_ID = 256;

    private final JsonReader json;
    private final @Nullable String accountClaim;
    private boolean wellFormed = true;
    private @Nullable String issuer;
    private @Nullable String subject;
    private List<String> audience = List.of();
    private @Nullable Instant expiresAt;
    private @Nullable Instant notBefore;
    private @Nullable Instant issuedAt;
    private @Nullable String tokenId;
    private @Nullable String clientId;
    private final List<Scope> scopes = new ArrayList<>();
    private @Nullable String account;

    private ClaimsReader(byte[] json, @Nullable String accountClaim) {
        this.json = new JsonReader(json);
        this.accountClaim = accountClaim;
    }

    /**
     * The claims, or why they cannot be read.
     *
     * @param accountClaim the name of the claim that names the account; null when none does
     */
    static Outcome read(byte[] json, @Nullable String accountClaim) {
        return new ClaimsReader(json, accountClaim).read();
    }

    /**
     * The {@code iss} of claims that nobody has proven, good for nothing but to choose whose keys to try; null when there
     * is none or the claims cannot be read.
     */
    static @Nullable String unprovenIssuer(byte[] json) {
        return read(json, null) instanceof Claims claims ? claims.issuer() : null;
    }

    private Outcome read() {
        if (!json.beginObject()) {
            return Refusal.CLAIMS_JSON;
        }
        while (wellFormed && json.nextMember()) {
            String name = json.name();
            if (name.equals(accountClaim)) {
                int value = json.mark();
                account = text();
                json.backTo(value);
            }
            readClaim(name);
        }
        if (json.isBroken() || (wellFormed && !json.isWhole())) {
            return Refusal.CLAIMS_JSON;
        }
        return wellFormed ? claims() : Refusal.CLAIM_FORM;
    }

    private void readClaim(String name) {
        switch (name) {
            case "iss" -> issuer = text();
            case "sub" -> subject = text();
            case "aud" -> audience = texts();
            case "exp" -> expiresAt = date();
            case "nbf" -> notBefore = date();
            case "iat" -> issuedAt = date();
            case "jti" -> tokenId = tokenId();
            case "client_id" -> clientId = text();
            case "scope", "scp" -> readScopes(texts());
            default -> json.skip();
        }
    }

    private @Nullable String text() {
        String text = json.text();
        return text == null ? illFormed() : text;
    }

    /** An id that can be named in a revocation and a log: short, without controls. */
    private @Nullable String tokenId() {
        String id = text();
        boolean well = id != null && !id.isEmpty() && id.length() <= LONGEST_TOKEN_ID && !hasControls(id);
        return well ? id : illFormed();
    }

    private static boolean hasControls(String text) {
        boolean controls = false;
        for (int i = 0; i < text.length(); i++) {
            controls |= Character.isISOControl(text.charAt(i));
        }
        return controls;
    }

    /** One text, or a list of texts. */
    private List<String> texts() {
        if (!json.beginArray()) {
            String one = text();
            return one == null ? List.of() : List.of(one);
        }
        List<String> texts = new ArrayList<>();
        while (wellFormed && json.nextElement()) {
            String text = text();
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A NumericDate (RFC 7519, 2): seconds since 1970, a number in plain digits, whole or with a fraction. */
    private @Nullable Instant date() {
        long seconds = json.digits();
        if (seconds >= 0) {
            return seconds > LAST_SECOND ? illFormed() : Instant.ofEpochSecond(seconds);
        }
        String digits = json.number();
        boolean plain =
                digits != null && digits.length() <= LONGEST_DATE && digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
        return plain ? date(new BigDecimal(digits)) : illFormed();
    }

    private @Nullable Instant date(BigDecimal seconds) {
        if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(LAST_SECOND)) > 0) {
            return illFormed();
        }
        long whole = seconds.longValue();
        return Instant.ofEpochSecond(
                whole,
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
    }

    /** Each text is one scope, or several parted by single spaces (RFC 6749, 3.3). */
    private void readScopes(List<String> texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                readScopes(text);
            }
        }
    }

    private void readScopes(String text) {
        try {
            for (int from = 0; from <= text.length(); ) {
                int space = text.indexOf(' ', from);
                int to = space < 0 ? text.length() : space;
                scopes.add(new Scope(text.substring(from, to)));
                from = to + 1;
            }
        } catch (IllegalArgumentException e) {
            wellFormed = false;
        }
    }

    /** Each once. One scope or two, as most tokens have, need no hash table. */
    private Set<Scope> distinctScopes() {
        Scope[] all = scopes.toArray(Scope[]::new);
        boolean distinct = all.length < 2 || (all.length == 2 && !all[0].equals(all[1]));
        return distinct ? Set.of(all) : Set.copyOf(scopes);
    }

    private <T> @Nullable T illFormed() {
        wellFormed = false;
        return null;
    }

    private Claims claims() {
        return new Claims(
                issuer,
                subject,
                audience,
                expiresAt,
                notBefore,
                issuedAt,
                tokenId,
                clientId,
                distinctScopes(),
                account);
    }
}
