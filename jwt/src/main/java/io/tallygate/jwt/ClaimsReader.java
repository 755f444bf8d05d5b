package io.tallygate.jwt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallygate.model.Scope;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
    private final Set<Scope> scopes = new LinkedHashSet<>();
    private @Nullable String account;

    private ClaimsReader(@Nullable String accountClaim) {
        this.accountClaim = accountClaim;
    }

    /**
     * The claims, or why they cannot be read.
     *
     * @param accountClaim the name of the claim that names the account; null when none does
     */
    static Outcome read(byte[] json, @Nullable String accountClaim) {
        ClaimsReader reader = new ClaimsReader(accountClaim);
        Boolean read = StrictJson.read(json, reader::readObject);
        if (!reader.wellFormed) {
            return Refusal.CLAIM_FORM;
        }
        return read == null ? Refusal.CLAIMS_JSON : reader.claims();
    }

    /**
     * The {@code iss} of claims that nobody has proven, good for nothing but to choose whose keys to try; null when there
     * is none or the claims cannot be read.
     */
    static @Nullable String unprovenIssuer(byte[] json) {
        return read(json, null) instanceof Claims claims ? claims.issuer() : null;
    }

    private @Nullable Boolean readObject(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        while (wellFormed && parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(accountClaim)) {
                account = text(parser);
            }
            readClaim(name, parser);
            parser.skipChildren();
        }
        return Boolean.TRUE;
    }

    private void readClaim(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "iss" -> issuer = text(parser);
            case "sub" -> subject = text(parser);
            case "aud" -> audience = texts(parser);
            case "exp" -> expiresAt = date(parser);
            case "nbf" -> notBefore = date(parser);
            case "iat" -> issuedAt = date(parser);
            case "jti" -> tokenId = tokenId(parser);
            case "client_id" -> clientId = text(parser);
            case "scope", "scp" -> readScopes(texts(parser));
            default -> {}
        }
    }

    private @Nullable String text(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : illFormed();
    }

    /** An id that can be named in a revocation and a log: short, without controls. */
    private @Nullable String tokenId(JsonParser parser) throws IOException {
        String id = text(parser);
        boolean well = id != null
                && !id.isEmpty()
                && id.length() <= LONGEST_TOKEN_ID
                && id.chars().noneMatch(Character::isISOControl);
        return well ? id : illFormed();
    }

    /** One text, or a list of texts, none of them empty. */
    private List<String> texts(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(parser.getText());
        }
        List<String> texts = new ArrayList<>();
        wellFormed &= parser.currentToken() == JsonToken.START_ARRAY;
        while (wellFormed && parser.nextToken() != JsonToken.END_ARRAY) {
            String text = text(parser);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A NumericDate (RFC 7519, 2): seconds since 1970, a number in plain digits, whole or with a fraction. */
    private @Nullable Instant date(JsonParser parser) throws IOException {
        boolean number = parser.currentToken().isNumeric() && parser.getTextLength() <= LONGEST_DATE;
        String digits = number ? parser.getText() : "e";
        return digits.indexOf('e') < 0 && digits.indexOf('E') < 0 ? date(new BigDecimal(digits)) : illFormed();
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
            scopes.addAll(Scope.setOf(text));
        } catch (IllegalArgumentException e) {
            wellFormed = false;
        }
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
                Set.copyOf(scopes),
                account);
    }
}
