package io.tallygate.contract;

import io.tallygate.model.AccountId;
import io.tallygate.model.BodyAhead;
import io.tallygate.model.BodyCheck;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.IpAddress;
import io.tallygate.model.Provenance;
import io.tallygate.model.Scope;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Blueprint;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Environment;
import io.tallygate.spi.Identity;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A scheme that believes what the request says: {@code Contract-Key} is the subject, {@code Contract-Deny} the denial it
 * is answered with, {@code Contract-Body} the SHA-256 of its body in hex, {@code Contract-Ahead} the same of a body that
 * is read ahead. Keeps what it was shown of each request.
 */
final class ContractScheme implements AuthenticationScheme<ContractScheme.Claim>, Blueprint<ContractScheme> {
    static final String SCOPE = "orders:read";
    static final int MAX_BODY = 256 * 1024;
    static final int MAX_AHEAD = 32 * 1024;

    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    /** What an adapter showed of one request. */
    record Seen(
            String method,
            String target,
            @Nullable String authority,
            boolean secure,
            @Nullable IpAddress peer,
            List<String> notes,
            Collection<String> names) {}

    /** The oldest request not yet asked for; null when there is none. */
    @Nullable
    Seen next() {
        return seen.poll();
    }

    @Override
    public String name() {
        return "contract";
    }

    @Override
    public List<String> faults(Environment environment) {
        return List.of();
    }

    @Override
    public ContractScheme open(Environment environment) {
        return this;
    }

    @Override
    public Parsed parse(InboundRequest request) {
        seen.add(new Seen(
                request.method(),
                request.target(),
                request.authority(),
                request.secure(),
                request.peer(),
                List.copyOf(request.headers("contract-NOTE")),
                List.copyOf(request.headerNames())));
        List<String> keys = request.headers("Contract-Key");
        if (keys.isEmpty()) {
            return Parsed.absent();
        }
        return keys.size() > 1 ? Parsed.malformed() : new Claim(keys.get(0));
    }

    @Override
    public Resolution<Claim> resolve(Claim claim) {
        Entitlement entitlement = Entitlement.of(
                        new AccountId("acme"), Provenance.recorded(new CredentialId(claim.subject()), null))
                .withSubject(claim.subject())
                .withScopes(Scope.setOf(SCOPE));
        return new Resolution.Known<>(entitlement, (same, request, now) -> verdict(request));
    }

    private static Verdict verdict(InboundRequest request) {
        for (String code : request.headers("Contract-Deny")) {
            return new Verdict.Failed(Denial.valueOf(code));
        }
        for (String digest : request.headers("Contract-Ahead")) {
            Denial denial = ahead(request.bodyAhead(MAX_AHEAD), HexFormat.of().parseHex(digest));
            if (denial != null) {
                return new Verdict.Failed(denial);
            }
        }
        for (String digest : request.headers("Contract-Body")) {
            return new Verdict.VerifiedWithBody(new DigestCheck(HexFormat.of().parseHex(digest)));
        }
        return Verdict.verified();
    }

    private static @Nullable Denial ahead(BodyAhead body, byte[] digest) {
        if (body instanceof BodyAhead.Whole whole) {
            return MessageDigest.isEqual(sha256(whole.bytes()), digest) ? null : Denial.INVALID_CREDENTIAL;
        }
        return ((BodyAhead.Missing) body).denial();
    }

    @Override
    public List<String> challenges(Denial denial, String realm) {
        return List.of("Contract realm=\"" + realm + "\"", "Contract-Other realm=\"" + realm + "\"");
    }

    static byte[] sha256(byte[] bytes) {
        return newSha256().digest(bytes);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    record Claim(String subject) implements Credential {
        @Override
        public void identify(Identity identity) {
            identity.text(subject);
        }
    }

    private record DigestCheck(byte[] expected) implements BodyCheck {
        @Override
        public long maxBytes() {
            return MAX_BODY;
        }

        @Override
        public Running begin() {
            MessageDigest digest = newSha256();
            return new Running() {
                @Override
                public void update(byte[] bytes, int offset, int length) {
                    digest.update(bytes, offset, length);
                }

                @Override
                public boolean matches() {
                    return MessageDigest.isEqual(digest.digest(), expected);
                }
            };
        }
    }
}
