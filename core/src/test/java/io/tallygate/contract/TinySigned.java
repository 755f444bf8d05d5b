package io.tallygate.contract;

import io.tallygate.model.AccountId;
import io.tallygate.model.BodyCheck;
import io.tallygate.model.CredentialId;
import io.tallygate.model.Denial;
import io.tallygate.model.Entitlement;
import io.tallygate.model.IdempotencyKey;
import io.tallygate.model.InboundRequest;
import io.tallygate.model.Provenance;
import io.tallygate.spi.AuthenticationScheme;
import io.tallygate.spi.Credential;
import io.tallygate.spi.Identity;
import io.tallygate.spi.Parsed;
import io.tallygate.spi.Proof;
import io.tallygate.spi.Resolution;
import io.tallygate.spi.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A small signing scheme: {@code Authorization: Sign key:millis:nonce:bodyhash:mac}, the last an HMAC-SHA256 over
 * method, target and the other parts. It accepts a minute of skew and a nonce once; the body must have the signed hash.
 */
public final class TinySigned implements AuthenticationScheme<TinySigned.Signed> {
    /** The hash of no body. */
    public static final String NO_BODY = sha256(new byte[0]);

    private static final Pattern FORM =
            Pattern.compile("Sign ([a-z0-9]{1,32}):([1-9][0-9]{0,15}):([a-z0-9]{1,32}):([0-9a-f]{64}):([0-9a-f]{64})");
    private static final long SKEW_MILLIS = 60_000;
    private static final int LONGEST = 512;

    private final Map<String, byte[]> keys;
    private final Queue<String> pretended = new ConcurrentLinkedQueue<>();
    private Verdict decoyed = new Verdict.Failed(Denial.INVALID_CREDENTIAL);
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();

    /** With key names and their secrets. */
    public TinySigned(Map<String, byte[]> keys) {
        this.keys = Map.copyOf(keys);
    }

    /** What a client writes into {@code Authorization}. */
    public static String sign(
            String key, byte[] secret, String method, String target, long epochMillis, String nonce, String bodyHash) {
        String signed = key + ":" + epochMillis + ":" + nonce + ":" + bodyHash;
        return "Sign " + signed + ":" + mac(secret, method, target, signed);
    }

    /** The hash of a body in lower-case hex. */
    public static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mac(byte[] secret, String method, String target, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String text = method + "\n" + target + "\n" + signed;
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "signed";
    }

    @Override
    public Parsed parse(InboundRequest request) {
        List<String> lines = request.headers("Authorization");
        if (lines.isEmpty() || (lines.size() == 1 && !lines.get(0).startsWith("Sign "))) {
            return Parsed.absent();
        }
        if (lines.size() > 1 || lines.get(0).length() > LONGEST) {
            return Parsed.malformed();
        }
        Matcher parts = FORM.matcher(lines.get(0));
        return parts.matches() ? new Signed(parts) : Parsed.malformed();
    }

    @Override
    public Resolution<Signed> resolve(Signed credential) {
        byte[] secret = keys.get(credential.key);
        if (secret == null) {
            return new Resolution.Refused<>(Denial.INVALID_CREDENTIAL);
        }
        Entitlement entitlement =
                Entitlement.of(new AccountId("acme"), Provenance.recorded(new CredentialId(credential.key), null));
        Proof<Signed> proof = (signed, request, epochMillis) -> verify(secret, signed, request, epochMillis);
        return new Resolution.Known<>(entitlement, proof);
    }

    private Verdict verify(byte[] secret, Signed signed, InboundRequest request, long epochMillis) {
        String expected = mac(secret, request.method(), request.target(), signed.signed);
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), signed.mac.getBytes(StandardCharsets.US_ASCII))) {
            return new Verdict.Failed(Denial.INVALID_CREDENTIAL);
        }
        if (Math.abs(epochMillis - signed.epochMillis) > SKEW_MILLIS) {
            return new Verdict.Failed(Denial.CLOCK_SKEW);
        }
        if (!nonces.add(signed.key + ":" + signed.nonce)) {
            return new Verdict.Failed(Denial.REPLAYED);
        }
        IdempotencyKey key = new IdempotencyKey(
                Long.parseUnsignedLong(expected.substring(0, 16), 16),
                Long.parseUnsignedLong(expected.substring(16, 32), 16));
        return new Verdict.VerifiedWithBody(new HashedBody(signed.bodyHash), key);
    }

    @Override
    public Optional<Proof<Signed>> decoy() {
        return Optional.of((signed, request, epochMillis) -> {
            pretended.add(mac(new byte[] {0}, request.method(), request.target(), signed.signed));
            return decoyed;
        });
    }

    /** What it says of signatures of a key that nobody has; unless this is said, that they are wrong. */
    public TinySigned decoying(Verdict verdict) {
        decoyed = verdict;
        return this;
    }

    /** How often it went on as if there were a key. */
    public int pretended() {
        return pretended.size();
    }

    @Override
    public List<String> challenges(Denial denial, String realm) {
        return List.of("Sign realm=\"" + realm + "\"");
    }

    /** The parts of the field, none of them proven. */
    public static final class Signed implements Credential {
        private final String key;
        private final long epochMillis;
        private final String nonce;
        private final String bodyHash;
        private final String signed;
        private final String mac;

        private Signed(Matcher parts) {
            this.key = parts.group(1);
            this.epochMillis = Long.parseLong(parts.group(2));
            this.nonce = parts.group(3);
            this.bodyHash = parts.group(4);
            this.mac = parts.group(5);
            this.signed = key + ":" + epochMillis + ":" + nonce + ":" + bodyHash;
        }

        @Override
        public void identify(Identity identity) {
            identity.text(key);
        }

        @Override
        public String toString() {
            return "Signed[key=" + key + "]";
        }
    }

    private record HashedBody(String hash) implements BodyCheck {
        @Override
        public long maxBytes() {
            return 1 << 20;
        }

        @Override
        public Running begin() {
            return new Running() {
                private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

                @Override
                public void update(byte[] bytes, int offset, int length) {
                    seen.write(bytes, offset, length);
                }

                @Override
                public boolean matches() {
                    return sha256(seen.toByteArray()).equals(hash);
                }
            };
        }
    }
}
