package io.tallygate.jwt;

import io.tallygate.model.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What we require of one issuer's tokens. Whatever is not waived here by name is required (RFC 8725, 3).
 *
 * @param issuer the exact {@code iss}
 * @param audiences one of which must be in {@code aud}; empty when that is waived
 * @param types the media types that {@code typ} may be, without {@code application/}, compared without regard to case
 * @param accessTokens whether the profile of RFC 9068 holds
 * @param understood the extensions that {@code crit} may name
 * @param skew how far the issuer's clock may be ahead of ours; nothing is added to {@code exp}
 * @param accountClaim the claim that names the account; null when all tokens are of one account
 * @param account the account of all tokens; null when a claim names it
 * @param waived what need not be there
 */
record IssuerRules(
        String issuer,
        Set<String> audiences,
        Set<String> types,
        boolean accessTokens,
        Set<String> understood,
        Duration skew,
        @Nullable String accountClaim,
        @Nullable AccountId account,
        Set<Waiver> waived) {
    private static final String ACCESS_TOKEN = "at+jwt";

    /** What a token may lack when the host says so. If it is there, it must be right all the same. */
    enum Waiver {
        ISSUER,
        TYPE,
        EXPIRY
    }

    /** Copies the sets. */
    IssuerRules {
        audiences = Set.copyOf(audiences);
        types = Set.copyOf(types);
        understood = Set.copyOf(understood);
        waived = Set.copyOf(waived);
    }

    /** The strictest for that issuer: everything required, nothing understood, half a minute of skew. */
    static IssuerRules strict(
            String issuer, Set<String> audiences, @Nullable String accountClaim, @Nullable AccountId account) {
        return new IssuerRules(
                issuer,
                audiences,
                Set.of("JWT", ACCESS_TOKEN),
                false,
                Set.of(),
                Duration.ofSeconds(30),
                accountClaim,
                account,
                Set.of());
    }

    /** The same for access tokens by RFC 9068 only. */
    IssuerRules forAccessTokens() {
        return new IssuerRules(
                issuer, audiences, Set.of(ACCESS_TOKEN), true, understood, skew, accountClaim, account, waived);
    }

    /** The same for tokens of these types. */
    IssuerRules withTypes(Set<String> others) {
        return new IssuerRules(
                issuer, audiences, others, accessTokens, understood, skew, accountClaim, account, waived);
    }

    /** The same, understanding these extensions. */
    IssuerRules withUnderstood(Set<String> extensions) {
        return new IssuerRules(issuer, audiences, types, accessTokens, extensions, skew, accountClaim, account, waived);
    }

    /** The same with another skew. */
    IssuerRules withSkew(Duration other) {
        return new IssuerRules(
                issuer, audiences, types, accessTokens, understood, other, accountClaim, account, waived);
    }

    /** The same without one requirement. */
    IssuerRules without(Waiver requirement) {
        Set<Waiver> more = EnumSet.of(requirement);
        more.addAll(waived);
        return new IssuerRules(issuer, audiences, types, accessTokens, understood, skew, accountClaim, account, more);
    }

    /** Why a header of this issuer's tokens is refused; null when it is not. */
    @Nullable
    Refusal objection(JwsHeader header) {
        if (!understood.containsAll(header.critical())) {
            return Refusal.CRITICAL;
        }
        if (header.type() == null) {
            return waived.contains(Waiver.TYPE) ? null : Refusal.TYPE;
        }
        return isOneOfOurs(header.type()) ? null : Refusal.TYPE;
    }

    private boolean isOneOfOurs(String type) {
        for (String ours : types) {
            if (ours.equalsIgnoreCase(type)) {
                return true;
            }
        }
        return false;
    }

    /** Why proven claims are refused at that moment; null when they are not. */
    @Nullable
    Refusal objection(Claims claims, Instant now) {
        if (claims.issuer() == null ? !waived.contains(Waiver.ISSUER) : !issuer.equals(claims.issuer())) {
            return Refusal.ISSUER;
        }
        if (!audiences.isEmpty() && Collections.disjoint(claims.audience(), audiences)) {
            return Refusal.AUDIENCE;
        }
        return lacksSomething(claims) ? Refusal.CLAIM_MISSING : objectionToTimes(claims, now);
    }

    private boolean lacksSomething(Claims claims) {
        if (claims.expiresAt() == null && !waived.contains(Waiver.EXPIRY)) {
            return true;
        }
        return accessTokens
                && (claims.subject() == null
                        || claims.clientId() == null
                        || claims.issuedAt() == null
                        || claims.tokenId() == null);
    }

    private @Nullable Refusal objectionToTimes(Claims claims, Instant now) {
        if (claims.expiresAt() != null && !now.isBefore(claims.expiresAt())) {
            return Refusal.EXPIRED;
        }
        Instant latest = now.plus(skew);
        return isAfter(claims.notBefore(), latest) || isAfter(claims.issuedAt(), latest) ? Refusal.NOT_YET : null;
    }

    private static boolean isAfter(@Nullable Instant instant, Instant latest) {
        return instant != null && instant.isAfter(latest);
    }

    /**
     * The account that is billed for the token; null when its claim is missing.
     *
     * @throws IllegalArgumentException when what the claim holds cannot be an account
     */
    @Nullable
    AccountId account(Claims claims) {
        if (account != null) {
            return account;
        }
        return claims.account() == null ? null : new AccountId(claims.account());
    }
}
